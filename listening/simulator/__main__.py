"""Plays the networks for ``make demo``: ``python -m listening.simulator --port N --epoch ISO [--speed X]``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from types import FrameType

from listening.simulator.server import Simulator
from listening.simulator.world import demo_world


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 time") from None
    if found.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} needs a zone, such as +00:00")
    return found.astimezone(UTC)


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT. The bound address is the first line printed."""
    parser = argparse.ArgumentParser(prog="python -m listening.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--epoch", type=_moment, required=True, help="when the thirteen weeks end: the first start")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast time passes after the epoch")
    options = parser.parse_args(arguments)
    epoch: datetime = options.epoch
    speed: float = options.speed

    def now() -> datetime:
        # Anchored at the epoch, so that a restart finds the world where it would be anyway.
        return epoch + (datetime.now(UTC) - epoch) * speed

    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    token = os.environ.get("SIMULATOR_CONTROL_TOKEN", "")
    with Simulator(demo_world(epoch), port=options.port, host=options.host, now=now, control_token=token) as simulator:
        print(f"simulator listening on {simulator.base}", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())

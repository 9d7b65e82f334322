"""``python -m listening.scoring.corpus``: how many posts there are of each kind, and how well their labels agree."""

from __future__ import annotations

from listening.scoring.corpus import HEADS, agreement, posts


def main() -> None:
    """Print a line a label: posts, of them held out, and kappa."""
    told, kappas = posts(), agreement()
    held = [post for post in told if post.held_out]
    print(f"{len(told)} posts, {len(held)} held out, {len({post.brand.lower() for post in told})} brands")
    for head in HEADS:
        n, out = (sum(head in post.labels.heads for post in some) for some in (told, held))
        print(f"{head:<11} {n:>5} {out:>5}  kappa {kappas[head]:.2f}")
    print(f"{'sentiment':<11} {'':>5} {'':>5}  kappa {kappas['sentiment']:.2f}")


if __name__ == "__main__":
    main()

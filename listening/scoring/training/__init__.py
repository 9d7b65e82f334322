"""How the artefacts of scoring are made: ``python -m listening.scoring.training`` (``make train``)."""

"""``python -m listening.scoring.corpus``: how many posts there are of each kind, and how well their labels agree."""

from __future__ import annotations

from listening.scoring.corpus import HEADS, agreement, languages, posts


def main() -> None:
    """Print for each language a line a label: posts, of them held out, and kappa."""
    for language in languages():
        told, kappas = posts(language), agreement(language)
        held = [post for post in told if post.held_out]
        brands = len({post.brand.lower() for post in told})
        print(f"{language}: {len(told)} posts, {len(held)} held out, {brands} brands")
        for head in HEADS:
            n, out = (sum(head in post.labels.heads for post in some) for some in (told, held))
            print(f"{head:<13} {n:>5} {out:>5}  kappa {kappas[head]:.2f}")
        print(f"{'sentiment':<13} {'':>5} {'':>5}  kappa {kappas['sentiment']:.2f}")


if __name__ == "__main__":
    main()

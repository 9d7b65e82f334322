"""How the network of ``listening.answers.encoder`` is tuned. Needs PyTorch, which nothing else here does:

``pip install torch transformers onnx onnx-ir``, and all-mpnet-base-v2 as it is published, in a folder.
"""

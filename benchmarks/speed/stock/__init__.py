"""What runs in the environment of LlamaIndex's stock pipeline, beside the other libraries."""

from pty_driver import everyone_leaves

__all__ = ["everyone_leaves"]

from browser_page import chromium

__all__ = ["chromium"]

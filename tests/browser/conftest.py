from browser_page import chromium, opened

__all__ = ["chromium", "opened"]

from browser_page import chromium, opened
from javascript import run_script

__all__ = ["chromium", "opened", "run_script"]

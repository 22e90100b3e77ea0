"""The build compiles the shipped quiz; src/rolequiz/pack/shipped.py says why."""

import sys
from compileall import compile_dir
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileQuiz(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled quiz beside the code that reads it; an invalid quiz ends the build."""
        source = Path(self.root, "src")
        sys.path.insert(0, str(source))
        from rolequiz.pack.shipped import compile_shipped  # noqa: PLC0415 - needs the path above

        try:
            compile_shipped()
        except OSError as error:
            self.app.display_warning(f"rolequiz will start slower: {error}")
        if version == "editable":  # pip compiles what it copies, but these files stay here
            compile_dir(source, quiet=2)

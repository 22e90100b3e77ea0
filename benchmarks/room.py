"""A room full of phones, and a server that is killed: `python benchmarks/room.py`.

300 people join within a second and answer at ten times a human pace; they reload the page, send
answers twice and lose connections, and the server is killed and started again three times. Claims:
every answer that was acknowledged is in FILE and none twice, everybody's result is that of `take
--answers` to the byte, 99 of 100 answers are acknowledged within 100 ms, and the server takes less
than 80 MB. Ends with 1 where a claim does not hold. Everything runs on this machine, over loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from rolequiz.model import OptionId, Pack, Responses
from rolequiz.pack import shipped_pack
from rolequiz.render import RenderOptions, write_result
from rolequiz.responses import parse_responses, to_json
from rolequiz.scoring import score

LATE_MS, MOST_MB = 100.0, 80.0
PACE = 1.5  # seconds an answer: a tenth of what people take
PATIENCE = 20.0  # seconds for a request that nothing disturbs
SAMPLE = 5  # people whose result is also asked of the command itself


class Host:
    """`rolequiz host` as a process that can be killed."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.room = ""
        self.most_mb = 0.0
        self.start()

    def start(self) -> None:
        """Start it, and wait until it says by which code people join."""
        argv = [sys.executable, "-m", "rolequiz", "host", str(self.file), "--plain"]
        argv += ["--address", "127.0.0.1", "--port", str(self.port)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(argv, stdin=pipe, stderr=pipe, text=True)
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("Code "):
                self.room = line.split()[1]
            if line.startswith("Type p"):  # the last that it says
                break
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def kill(self) -> None:
        """Kill it, as a flat battery would."""
        self.measure()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """Close the room as the coach does."""
        self.measure()
        self.process.communicate("x\ny\n")

    def measure(self) -> None:
        """Note how much memory it has taken at most."""
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text()
            most = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            self.most_mb = max(self.most_mb, int(most.split()[1]) / 1024)


class Phone:
    """One person with a phone that asks again until it is answered."""

    def __init__(self, host: Host, pack: Pack, seed: int, pace: float) -> None:
        self.host, self.pack, self.pace = host, pack, pace
        self.draw = random.Random(seed)
        self.cookie = ""
        self.code = ""
        self.answers: dict[str, OptionId | None] = {}
        self.matters: set[str] = set()
        self.milliseconds: list[float] = []
        """How long each answer took that nothing disturbed."""
        self.wrong: list[str] = []
        self._streams: tuple[StreamReader, StreamWriter] | None = None

    async def live(self) -> None:
        """Join, answer every question, and see the end."""
        await asyncio.sleep(self.draw.random())
        await self.ask("GET", f"/{self.host.room}")
        state = await self.ask("POST", "/join", {"room": self.host.room})
        self.code = state["code"]
        for question in self.pack.questions:
            await asyncio.sleep(self.pace * self.draw.uniform(0.2, 1.8))
            option = self.draw.choice([*question.options, None])
            await self.say(question.id, option.id if option else None)
            await self.misfortune()
        await self.ask("POST", "/finish", {"stopped": False})
        await self.reload()
        self.drop()

    async def say(self, question: str, answer: OptionId | None) -> None:
        """Answer a question, now and then twice, or with a connection that is lost meanwhile."""
        matters = answer is not None and self.draw.random() < 0.1
        entry = {"question": question, "answer": answer, "matters": matters}
        if self.draw.random() < 0.05:
            await self.lose(entry)
        begun = perf_counter()
        if await self.once("POST", "/answer", entry) is not None:
            self.milliseconds.append(1000 * (perf_counter() - begun))
        else:
            await self.ask("POST", "/answer", entry)
        self.answers[question] = answer
        self.matters |= {question} if matters else set()
        if self.draw.random() < 0.05:
            await self.ask("POST", "/answer", entry)

    async def misfortune(self) -> None:
        """Reload the page, or lose the connection, now and then."""
        luck = self.draw.random()
        if luck < 0.03:
            self.drop()
            await self.ask("GET", f"/{self.host.room}")
            await self.reload()
        elif luck < 0.06:
            self.drop()

    async def reload(self) -> None:
        """Hold that the room knows exactly what it has acknowledged."""
        state = await self.ask("GET", "/me")
        if (state["answers"], {*state["matters"]}) != (self.answers, self.matters):
            self.wrong.append(f"{self.code}: {state['answers']} but {self.answers}")

    async def ask(self, method: str, path: str, data: object = None) -> Any:
        """Ask until there is an answer."""
        pause = 0.05
        while (found := await self.once(method, path, data)) is None:
            await asyncio.sleep(pause * self.draw.uniform(0.5, 1.5))
            pause = min(2 * pause, 1.0)
        return found

    async def once(self, method: str, path: str, data: object = None) -> Any:
        """Ask once; None where no answer came."""
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await self._connected()
                writer.write(self._request(method, path, data))
                return self._taken(*await _response(reader))
        except (OSError, EOFError, ValueError):
            self.drop()
            return None

    async def lose(self, entry: object) -> None:
        """Send an answer, and be gone before it is acknowledged."""
        with suppress(OSError):
            _, writer = await self._connected()
            writer.write(self._request("POST", "/answer", entry))
            await writer.drain()
        self.drop()

    def drop(self) -> None:
        """Lose the connection."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _connected(self) -> tuple[StreamReader, StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self.host.port)
        return self._streams

    def _request(self, method: str, path: str, data: object) -> bytes:
        host = f"127.0.0.1:{self.host.port}"
        body = json.dumps(data).encode() if method == "POST" else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
        head += f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        if method == "POST":
            head += f"Origin: http://{host}\r\nContent-Type: application/json\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        return f"{head}\r\n".encode() + body

    def _taken(self, status: int, head: str, body: bytes) -> Any:
        if status >= 400:
            self.wrong.append(f"{self.code}: {status}")
            raise ValueError(status)
        for line in head.splitlines():
            name, _, value = line.partition(": ")
            if name == "Set-Cookie":
                self.cookie = value.partition(";")[0]
        is_json = "Content-Type: application/json" in head and body
        return json.loads(body) if is_json else ""


async def _response(reader: StreamReader) -> tuple[int, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next(line for line in head.splitlines() if line.startswith("Content-Length"))
    return int(head.split(" ", 2)[1]), head, await reader.readexactly(int(length.split()[1]))


async def workshop(host: Host, phones: Sequence[Phone], kills: int) -> None:
    """Let everybody answer, and kill the server so many times meanwhile."""
    people = asyncio.gather(*(phone.live() for phone in phones))
    lasts = len(phones[0].pack.questions) * phones[0].pace
    for _ in range(kills):
        await asyncio.sleep(lasts / (kills + 1))
        await asyncio.to_thread(host.kill)
        await asyncio.to_thread(host.start)
    await people


def compared(file: Path, phones: Sequence[Phone], pack: Pack) -> list[str]:
    """Return what is wrong with FILE, by what its people know that they answered."""
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    found = {line["respondent"]: line for line in lines}
    wrong = [] if len(found) == len(lines) else ["somebody is there twice"]
    if {phone.code for phone in phones} != {*found}:
        wrong.append("it holds other people than those who answered")
    for phone in phones:
        given = {id: answer for id, answer in phone.answers.items() if answer is not None}
        sheet = Responses(given, frozenset(phone.matters), phone.code)
        line = json.dumps(found.get(phone.code, {}))
        result = write_result(score(pack, parse_responses(line, "", pack)), "json", RenderOptions())
        if result != write_result(score(pack, sheet), "json", RenderOptions()):
            wrong.append(f"{phone.code} has another result")
        if phone in phones[:SAMPLE] and result != of_the_command(to_json(sheet, pack)):
            wrong.append(f"{phone.code} has another result than `take` gives")
    return wrong


def of_the_command(sheet: str) -> str:
    """Return what `take --answers` makes of a sheet."""
    argv = [sys.executable, "-m", "rolequiz", "take", "--answers", "-", "--json"]
    return subprocess.run(argv, input=sheet, capture_output=True, text=True, check=False).stdout


def main() -> None:
    """Run the workshop, print the figures, and end with 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=300, help="how many phones (300)")
    parser.add_argument("--kills", type=int, default=3, help="how often the server is killed (3)")
    parser.add_argument("--pace", type=float, default=PACE, help=f"seconds an answer ({PACE})")
    parser.add_argument("--no-limits", action="store_true", help="let it be slow and large")
    wanted = parser.parse_args()
    pack = shipped_pack()
    with tempfile.TemporaryDirectory() as folder:
        host = Host(Path(folder, "room.jsonl"))
        phones = [Phone(host, pack, seed, wanted.pace) for seed in range(wanted.people)]
        begun = perf_counter()
        asyncio.run(workshop(host, phones, wanted.kills))
        took = perf_counter() - begun
        host.close()
        wrong = [each for phone in phones for each in phone.wrong]
        wrong += compared(host.file, phones, pack)
    times = sorted(each for phone in phones for each in phone.milliseconds)
    late = times[int(0.99 * len(times))]
    middle = times[len(times) // 2]
    print(f"{len(phones)} people, {len(times)} answers, {wanted.kills} kills in {took:.0f} seconds")
    print(f"acknowledged within: {middle:.1f} ms (half), {late:.1f} ms (99 of 100)")
    print(f"the server's memory: {host.most_mb:.0f} MB at most")
    print(*(wrong[:20] or ["every acknowledged answer is there, once, and every result is right"]))
    slow = not wanted.no_limits and (late > LATE_MS or host.most_mb > MOST_MB)
    sys.exit(1 if wrong or slow else 0)


if __name__ == "__main__":
    main()

"""Firefox, driven over WebDriver BiDi: a page is opened, asked and used; what it complains of is kept."""

import json
import re
import subprocess
from itertools import count

from websockets.sync.client import connect

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowLeft": "\ue012", "ArrowRight": "\ue014"}
KEYS |= {"ArrowUp": "\ue013", "ArrowDown": "\ue015", "Home": "\ue011", "End": "\ue010", "PageUp": "\ue00e"}
KEYS |= {"PageDown": "\ue00f", "Backspace": "\ue003", "Shift": "\ue008"}
PATIENCE = 60


class Firefox:
    """One Firefox without a window, and its one page."""

    def __init__(self, path, profile):
        command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            address = next(filter(None, (re.search(r"ws://\S+", line) for line in self.process.stderr)))[0]
            self.socket = connect(f"{address}/session", max_size=None, proxy=None, legacy=True)
        except BaseException:
            self.process.kill()
            raise
        self.ids, self.messages = count(1), []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        # in the first tab the address has the focus: nothing of a page would ever be `:focus` there
        self.context = self.send("browsingContext.create", type="tab")["context"]

    def send(self, method, **params):
        """Return the answer to a command; messages of the console may come before it."""
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv(timeout=PATIENCE))
            if answer.get("method") == "log.entryAdded":
                self.messages.append(answer["params"]["text"])
            if answer.get("id") == number:
                if answer["type"] == "error":
                    raise RuntimeError(f"{method}: {answer['message']}")
                return answer["result"]

    def open(self, path):
        self.send("browsingContext.navigate", context=self.context, url=path.as_uri(), wait="complete")

    def resize(self, width, height):
        viewport = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.context, viewport=viewport)

    def evaluate(self, function, given=None):
        """Return what a function of the page returns, which may be a promise, as JSON has it."""
        text = f"(async () => JSON.stringify(await ({function})({json.dumps(given)})) ?? 'null')()"
        target = {"context": self.context}
        answer = self.send("script.evaluate", expression=text, target=target, awaitPromise=True, userActivation=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def place(self, selector, across=0.5):
        """Return a point of an element, in the middle of its height, as pixels of the window."""
        return self.evaluate(
            """([selector, across]) => {
              const element = document.querySelector(selector);
              element.scrollIntoView({ block: 'center' });
              const { left, top, width, height } = element.getBoundingClientRect();
              return [left + across * width, top + height / 2].map(Math.round);
            }""",
            [selector, across],
        )

    def click(self, selector):
        """Click into the middle of an element."""
        self.drag(self.place(selector))

    def drag(self, start, *through):
        """Press the mouse at a point, pull it through others and let it go; without others it is a click."""
        moves = [{"type": "pointerMove", "x": x, "y": y} for x, y in (start, *through)]
        down, up = ({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up"))
        self._act({"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]})

    def go(self, steps):
        """Go back or forward in the history of the browser."""
        self.send("browsingContext.traverseHistory", context=self.context, delta=steps)

    def press(self, *keys):
        """Press keys one after another, by their names or as they are typed."""
        steps = [{"type": f"key{way}", "value": KEYS.get(key, key)} for key in keys for way in ("Down", "Up")]
        self._act({"type": "key", "id": "keyboard", "actions": steps})

    def _act(self, source):
        self.send("input.performActions", context=self.context, actions=[source])

    def close(self):
        try:
            self.send("browser.close")
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self.socket.close()
            self.process.stderr.close()

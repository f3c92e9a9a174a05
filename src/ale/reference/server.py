"""The reference console: the Stella inside ale-py, driven over standard input and output.

Usage: python server.py FOLDER, where FOLDER is an empty folder of its own.

Every message, either way, is two little-endian uint32 (length of the header, length of the body), then the header as
JSON, then the body as raw bytes. A request's header names a call and its arguments: {"call": "act", "action": 3}.
A reply's header holds its results, or {"error": text}. Requests are answered in order. End of input ends the process.

A moment of play is sent as a record of 148 bytes, little-endian:
    int32 reward, int32 lives, int32 frames since the episode began, int32 frames since the ROM was loaded,
    uint8 flags (1 game over or truncated, 2 game over, 4 truncated, 8 a reset came before this action), 3 bytes unused,
    128 bytes of RAM.

How options take effect (src/ale/types.ts says the same to users): settings are set, the ROM is loaded, which includes
one reset; then, only where a mode or difficulty was asked for that differs from the one the console is in, setMode and
setDifficulty are called and the game is reset once more.
"""

import hashlib
import json
import os
import shutil
import signal
import struct
import sys

import ale_py
import numpy as np

RECORD = struct.Struct("<iiiiB3x")
FLOAT_SETTINGS = {"repeat_action_probability"}


def set_all(ale, settings):
    """Sets ALE's settings by name; JSON does not tell 0 from 0.0, so the one kind of float is named above."""
    for name, value in settings.items():
        if name in FLOAT_SETTINGS:
            ale.setFloat(name, float(value))
        elif isinstance(value, bool):
            ale.setBool(name, value)
        elif isinstance(value, int):
            ale.setInt(name, value)
        else:
            ale.setString(name, value)


class Console:
    """The calls of one emulated game. Each returns a reply's header and body."""

    def __init__(self, folder):
        self.folder = folder

    def hello(self, _request, _body):
        return {"version": ale_py.__version__}, b""

    def load(self, request, rom):
        """Makes a new ALE with these settings and this ROM, as if nothing had been before."""
        self.game = game = request["game"]
        self.ale = ale = ale_py.ALEInterface()
        set_all(ale, request["settings"])
        # ALE knows a dump it has no checksum of by its file's name, so the file is named after the game.
        path = os.path.join(self.folder, game + ".bin")
        with open(path, "wb") as file:
            file.write(rom)
        ale.loadROM(path)
        self.screen_buffer = np.zeros(ale.getScreenDims(), np.uint8)
        self.ram_buffer = np.zeros(ale.getRAMSize(), np.uint8)

        state = ale.cloneState()
        mode = request.get("mode", state.getCurrentMode())
        difficulty = request.get("difficulty", state.getDifficulty())
        if mode != state.getCurrentMode():
            self.mode({"mode": mode}, b"")
        if difficulty != state.getDifficulty():
            self.difficulty({"difficulty": difficulty}, b"")
        if mode != state.getCurrentMode() or difficulty != state.getDifficulty():
            ale.reset_game()
        return {
            "screenHeight": ale.getScreenDims()[0],
            "mode": mode,
            "difficulty": difficulty,
            "modes": ale.getAvailableModes(),
            "difficulties": ale.getAvailableDifficulties(),
            "minimalActions": [action.value for action in ale.getMinimalActionSet()],
            "legalActions": [action.value for action in ale.getLegalActionSet()],
        }, self.record()

    def record(self, reward=0, was_reset=False):
        ale = self.ale
        ale.getRAM(self.ram_buffer)
        flags = (
            ale.game_over()
            | ale.game_over(with_truncation=False) << 1
            | ale.game_truncated() << 2
            | was_reset << 3
        )
        head = RECORD.pack(reward, ale.lives(), ale.getEpisodeFrameNumber(), ale.getFrameNumber(), flags)
        return head + self.ram_buffer.tobytes()

    def reset(self, _request, _body):
        self.ale.reset_game()
        return {}, self.record()

    def act(self, request, _body):
        return {}, self.record(self.ale.act(request["action"], request["paddleStrength"]))

    def play(self, request, actions):
        """Plays one action a byte. "screens": "none", "sha1" (20 bytes after each record) or "bytes" (all pixels)."""
        ale, screens, may_reset = self.ale, request["screens"], request["resetWhenOver"]
        parts = []
        for action in actions:
            must_reset = may_reset and ale.game_over()
            if must_reset:
                ale.reset_game()
            parts.append(self.record(ale.act(action), must_reset))
            if screens != "none":
                ale.getScreen(self.screen_buffer)
                pixels = self.screen_buffer.tobytes()
                parts.append(pixels if screens == "bytes" else hashlib.sha1(pixels).digest())
        return {}, b"".join(parts)

    def setRam(self, request, _body):
        self.ale.setRAM(request["index"], request["value"])
        return {}, self.record()

    def screen(self, request, _body):
        """The screen as palette indices, RGB triples or gray levels."""
        read = {
            "indices": self.ale.getScreen,
            "rgb": self.ale.getScreenRGB,
            "gray": self.ale.getScreenGrayscale,
        }[request["as"]]
        return {}, np.ascontiguousarray(read()).tobytes()

    def audio(self, _request, _body):
        """Sound of the last frame (needs the setting sound_obs)."""
        return {}, self.ale.getAudio().tobytes()

    def clone(self, request, _body):
        return {}, self.ale.cloneState(include_rng=request["includeRandom"]).serialize()

    def restore(self, _request, body):
        self.ale.restoreState(ale_py.ALEState(bytes(body)))
        return {}, self.record()

    def mode(self, request, _body):
        self.assert_known("mode", request["mode"], self.ale.getAvailableModes())
        self.ale.setMode(request["mode"])
        return {}, self.record()

    def difficulty(self, request, _body):
        self.assert_known("difficulty", request["difficulty"], self.ale.getAvailableDifficulties())
        self.ale.setDifficulty(request["difficulty"])
        return {}, self.record()

    def assert_known(self, word, number, known):
        if number not in known:
            raise ValueError(f"{self.game} has no {word} {number} (it has {', '.join(map(str, known))})")


class Vector:
    """ALE's own vector environment, for comparing observations. Replies list their arrays as name, type and shape."""

    def vector(self, request, _body):
        from ale_py.vector_env import AtariVectorEnv

        self.vectors = AtariVectorEnv(request["game"], request["environments"], **request["options"])
        return {
            "observationShape": self.vectors.single_observation_space.shape,
            "actions": [action.value for action in self.vectors.ale.get_action_set()],
        }, b""

    def vectorReset(self, request, _body):
        observations, info = self.vectors.reset(seed=request["seed"])
        return self.arrays({"observations": observations, **self.info(info)})

    def vectorPlay(self, _request, body):
        """One int32 action an environment and step: indices into the action set."""
        actions = np.frombuffer(body, np.int32).reshape(-1, self.vectors.num_envs)
        steps = []
        for row in actions:
            observations, rewards, terminations, truncations, info = self.vectors.step(row.copy())
            steps.append(
                {
                    "observations": observations.copy(),
                    "rewards": np.asarray(rewards, np.float64),
                    "terminations": np.asarray(terminations, np.uint8),
                    "truncations": np.asarray(truncations, np.uint8),
                    **self.info(info),
                    **self.finals(observations, info),
                }
            )
        return self.arrays({name: np.stack([step[name] for step in steps]) for name in steps[0]})

    @staticmethod
    def info(info):
        names = {"lives": "lives", "frameNumbers": "frame_number", "episodeFrameNumbers": "episode_frame_number"}
        return {ours: np.array(info[theirs], np.int32) for ours, theirs in names.items()}

    def finals(self, observations, info):
        """Last observations of episodes that ended, where the vector resets them at once; zeros where none did."""
        if self.vectors.autoreset_mode.value != "SameStep":
            return {}
        final = info.get("final_obs")
        return {"finalObservations": np.zeros_like(observations) if final is None else np.array(final)}

    @staticmethod
    def arrays(arrays):
        header = [{"name": name, "type": array.dtype.name, "shape": array.shape} for name, array in arrays.items()]
        return {"arrays": header}, b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values())


class Gymnasium:
    """ALE's environment for Gymnasium. Replies list their arrays as name, type and shape."""

    def gymnasiumIds(self, _request, _body):
        """Every registered id and the keyword arguments it stands for."""
        import gymnasium

        gymnasium.register_envs(ale_py)
        specs = [spec for spec in gymnasium.registry.values() if spec.entry_point == "ale_py.env:AtariEnv"]
        return {"ids": {spec.id: spec.kwargs for spec in specs}}, b""

    def gymnasiumMake(self, request, _body):
        import gymnasium

        gymnasium.register_envs(ale_py)
        options = {name: tuple(value) if isinstance(value, list) else value for name, value in request["options"].items()}
        self.gymnasium = gymnasium.make(request["id"], disable_env_checker=True, **options).unwrapped
        return {}, b""

    def gymnasiumReset(self, request, _body):
        observation, info = self.gymnasium.reset(seed=request["seed"])
        return self.arrays({**self.seen(observation), **self.numbers(info)})

    def gymnasiumPlay(self, _request, body):
        """One int32 action a step, or three float32 where actions are continuous. Ended episodes are reset at once."""
        env = self.gymnasium
        actions = np.frombuffer(body, np.float32).reshape(-1, 3) if env.continuous else np.frombuffer(body, np.int32)
        steps = []
        for action in actions:
            observation, reward, terminated, truncated, info = env.step(action.copy())
            values = {
                **self.seen(observation),
                "rewards": np.float64(reward),
                "terminations": np.uint8(terminated),
                "truncations": np.uint8(truncated),
                **self.numbers(info),
            }
            steps.append({name: np.array(value) for name, value in values.items()})
            if terminated or truncated:
                env.reset()
        return self.arrays({name: np.stack([step[name] for step in steps]) for name in steps[0]})

    @staticmethod
    def seen(observation):
        if isinstance(observation, dict):
            return {"observations": observation["image"], "sounds": observation["sound"]}
        return {"observations": observation}

    @staticmethod
    def numbers(info):
        names = {"lives": "lives", "frameNumbers": "frame_number", "episodeFrameNumbers": "episode_frame_number"}
        return {ours: np.int32(info[theirs]) for ours, theirs in names.items()}


class Server(Console, Vector, Gymnasium):
    CALLS = frozenset(
        "hello load reset act play setRam screen audio clone restore mode difficulty vector vectorReset vectorPlay "
        "gymnasiumIds gymnasiumMake gymnasiumReset gymnasiumPlay".split()
    )

    def answer(self, request, body):
        if request["call"] not in self.CALLS:
            raise ValueError(f"no call named {request['call']}")
        return getattr(self, request["call"])(request, body)


def main(folder):
    """Answers requests until the input ends. ROM files are put into `folder`, which goes away at the end."""
    # Ctrl-C goes to the whole group of processes; whoever started this one decides when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.pop("ALE_ROMS_DIR", None)
    requests = os.fdopen(0, "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints must not get between the replies.
    ale_py.ALEInterface.setLoggerMode(ale_py.LoggerMode.Error)

    server = Server(folder)
    while len(lengths := requests.read(8)) == 8:
        header_length, body_length = struct.unpack("<II", lengths)
        request = json.loads(requests.read(header_length))
        body = requests.read(body_length)
        try:
            header, result = server.answer(request, body)
        except Exception as error:
            header, result = {"error": str(error) or repr(error)}, b""
        encoded = json.dumps(header).encode()
        replies.write(struct.pack("<II", len(encoded), len(result)))
        replies.write(encoded)
        replies.write(result)
        replies.flush()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1])

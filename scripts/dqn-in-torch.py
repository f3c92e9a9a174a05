"""
DQN as it is usually written in Python: Gymnasium's Atari wrappers on ale-py, a replay of numpy arrays, a PyTorch network
on the processor or on CUDA. The same loop as `openbrain bench train`, with the same settings, for scripts/bench-against-torch.

    python dqn-in-torch.py GAME STEPS WARM_UP THREADS [cpu|cuda]     prints {"stepsPerSecond": ...}
"""
import json
import random
import sys
import time

import ale_py
import gymnasium
import numpy
import torch
from gymnasium.wrappers import AtariPreprocessing, FrameStackObservation
from torch import nn

game, steps, warm_up, threads = sys.argv[1], *map(int, sys.argv[2:5])
device = sys.argv[5] if len(sys.argv) > 5 else "cpu"
batch_size, gamma, train_every, target_every = 32, 0.99, 4, 8000
replay_start, epsilon, capacity = 200, 0.01, 20_000

torch.set_num_threads(threads)
torch.manual_seed(0)
random.seed(0)
generator = numpy.random.default_rng(0)
gymnasium.register_envs(ale_py)
name = "".join(word.capitalize() for word in game.split("_"))
environment = gymnasium.make(f"ALE/{name}-v5", frameskip=1, repeat_action_probability=0.25)
environment = FrameStackObservation(AtariPreprocessing(environment, noop_max=0, frame_skip=4), 4)
actions = int(environment.action_space.n)


def network():
    return nn.Sequential(
        nn.Conv2d(4, 32, 8, 4), nn.ReLU(), nn.Conv2d(32, 64, 4, 2), nn.ReLU(), nn.Conv2d(64, 64, 3, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(3136, 512), nn.ReLU(), nn.Linear(512, actions),
    )


online, target = network().to(device), network().to(device)
target.load_state_dict(online.state_dict())
optimizer = torch.optim.Adam(online.parameters(), lr=6.25e-5, eps=1.5e-4)
seen = numpy.zeros((capacity, 4, 84, 84), numpy.uint8)
seen_next = numpy.zeros((capacity, 4, 84, 84), numpy.uint8)
done = numpy.zeros(capacity, numpy.int64), numpy.zeros(capacity, numpy.float32), numpy.zeros(capacity, numpy.float32)


def learn(size):
    chosen = generator.integers(0, size, batch_size)
    now, following = (torch.as_tensor(pictures[chosen], device=device) for pictures in (seen, seen_next))
    action, reward, end = (torch.as_tensor(column[chosen], device=device) for column in done)
    with torch.no_grad():
        best = target(following / 255.0).max(dim=1).values
        goal = reward + gamma * best * (1 - end)
    value = online(now / 255.0).gather(1, action.unsqueeze(1)).squeeze(1)
    loss = nn.functional.smooth_l1_loss(value, goal)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


observation, _ = environment.reset(seed=0)
for step in range(warm_up + steps):
    if step == warm_up:
        start = time.perf_counter()
    if step < replay_start or random.random() < epsilon:
        action = random.randrange(actions)
    else:
        with torch.no_grad():
            values = online(torch.as_tensor(numpy.asarray(observation), device=device).unsqueeze(0) / 255.0)
        action = int(values.argmax(dim=1).item())
    following, reward, terminated, truncated, _ = environment.step(action)
    slot = step % capacity
    seen[slot], seen_next[slot] = observation, following
    done[0][slot], done[1][slot], done[2][slot] = action, numpy.sign(reward), terminated
    observation = following
    if terminated or truncated:
        observation, _ = environment.reset()
    if step >= replay_start and step % train_every == 0:
        learn(min(step + 1, capacity))
    if step % target_every == 0:
        target.load_state_dict(online.state_dict())
print(json.dumps({"stepsPerSecond": steps / (time.perf_counter() - start)}))

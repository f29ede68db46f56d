"""Writes cartpole.csv and frozenlake.csv: what Gymnasium's environments do.

    pip install gymnasium
    python3 gymnasium_tables.py

cartpole.csv has episodes of CartPole-v1 from different policies: first the state after the reset, with the
action -1, then an action and the state that followed, in all digits of the 64-bit state (and not of the
32-bit observation). frozenlake.csv has the tables of FrozenLake-v1, an outcome in a line.
"""

import csv
import random
from pathlib import Path

import gymnasium

FOLDER = Path(__file__).parent


def policies():
    """Names of policies and the action for a state: falls, a cart that leaves, and a whole episode."""
    for seed in range(4):
        draw = random.Random(seed)
        yield f"random {seed}", lambda state, draw=draw: draw.randrange(2)
    yield "always right", lambda state: 1
    yield "always left", lambda state: 0
    yield "drifts", lambda s: int(s[2] + 0.5 * s[3] + 0.1 > 0.15)
    yield "balances", lambda s: int(s[2] + 0.5 * s[3] + 0.05 * s[0] + 0.1 * s[1] > 0)


def write_cart_pole():
    with open(FOLDER / "cartpole.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow("policy action x velocity theta spin reward terminated truncated".split())
        environment = gymnasium.make("CartPole-v1")
        for seed, (name, choose) in enumerate(policies()):
            environment.reset(seed=seed)
            state = [float(x) for x in environment.unwrapped.state]
            rows.writerow([name, -1, *state, 0.0, 0, 0])
            over = False
            while not over:
                action = choose(state)
                _, reward, terminated, truncated, _ = environment.step(action)
                state = [float(x) for x in environment.unwrapped.state]
                rows.writerow([name, action, *state, reward, int(terminated), int(truncated)])
                over = terminated or truncated
            print(name, "ends at", state, "terminated" if terminated else "truncated")


def write_frozen_lake():
    with open(FOLDER / "frozenlake.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow("map slippery state action probability next reward terminated".split())
        for name in ["4x4", "8x8"]:
            for slippery in [0, 1]:
                table = gymnasium.make("FrozenLake-v1", map_name=name, is_slippery=bool(slippery)).unwrapped.P
                for state, actions in table.items():
                    for action, outcomes in actions.items():
                        for probability, following, reward, over in outcomes:
                            rows.writerow(
                                [name, slippery, state, action, float(probability), int(following),
                                 float(reward), int(over)])


if __name__ == "__main__":
    write_cart_pole()
    write_frozen_lake()

#!/usr/bin/env python3
"""What the Python package rliable says about some made-up scores, for test/evaluation/rliable.test.ts.

    python3 -m venv /tmp/rliable && /tmp/rliable/bin/pip install rliable arch "pandas<3"
    /tmp/rliable/bin/python test/evaluation/rliable.py > test/evaluation/rliable.json

Two agents on seven tasks, five and four runs; some scores are equal, so that ties are tried too.
"""

import json
import sys
from importlib.metadata import version

sys.path.pop(0)  # This file has the package's name and must not be found in its place.

import numpy as np
from rliable import library, metrics

RESAMPLES = 50_000

generator = np.random.default_rng(2018)
level = generator.lognormal(-0.3, 1.0, size=7)
scores = {
    "a": np.round(level * generator.lognormal(0.2, 0.4, size=(5, 7)), 3),
    "b": np.round(level * generator.lognormal(0.0, 0.4, size=(4, 7)), 3),
}
scores["b"][:2, :3] = scores["a"][:2, :3]
thresholds = [0.0, 0.1, 0.5, 1.0, 1.3, 2.0, 4.0]
aggregates = {
    "mean": metrics.aggregate_mean,
    "median": metrics.aggregate_median,
    "interquartileMean": metrics.aggregate_iqm,
    "optimalityGap": metrics.aggregate_optimality_gap,
}


def of_agent(table):
    points, intervals = library.get_interval_estimates(
        {"x": table},
        lambda x: np.array([aggregate(x) for aggregate in aggregates.values()]),
        reps=RESAMPLES,
        random_state=np.random.RandomState(1),
    )
    profile, profile_intervals = library.create_performance_profile(
        {"x": table}, np.array(thresholds), reps=RESAMPLES
    )
    return {
        # Task by task, as our functions take them.
        "scores": table.T.tolist(),
        "aggregates": {
            name: {"value": float(points["x"][i]), "interval": intervals["x"][:, i].tolist()}
            for i, name in enumerate(aggregates)
        },
        "profile": profile["x"].tolist(),
        "profileIntervals": profile_intervals["x"].T.tolist(),
    }


pair = {"x": (scores["a"], scores["b"])}
probability, probability_interval = library.get_interval_estimates(
    pair, metrics.probability_of_improvement, reps=5_000, random_state=np.random.RandomState(1)
)
result = {
    "rliable": version("rliable"),
    "arch": version("arch"),
    "thresholds": thresholds,
    "agents": {name: of_agent(table) for name, table in scores.items()},
    "probabilityOfImprovement": {
        "value": float(probability["x"]),
        "interval": np.ravel(probability_interval["x"]).tolist(),
    },
}
print(json.dumps(result, indent=2))

"""JAX: gradients by `grad`, compiled by `jit`; one compiled call a step, or a compiled loop over many."""

import math
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from data import Dataset, one_hot
from jobs import Job, Outcome, main, median_time

jax.config.update("jax_platforms", "cpu")

FIRST_DECAY, SECOND_DECAY, EPSILON = 0.9, 0.999, 1e-8
"""Adam's usual constants."""

Activation = Callable[[Array], Array]
Parameters = list[tuple[Array, Array]]
State = tuple[Any, ...]
"""What a step changes: the parameters; for Adam also its two averages and the number of the step."""
Step = Callable[[State, Array, Array], State]
Way = Callable[[State, int], State]
"""A way to train for so many epochs."""


def network(sizes: tuple[int, ...], seed: int, spread: Callable[[int], float]) -> Parameters:
    """Normal weights, inputs × units, of a deviation that depends on the number of inputs; zero biases."""
    rng = np.random.default_rng(seed)
    return [
        (jnp.asarray(spread(inputs) * rng.standard_normal((inputs, units)), jnp.float32), jnp.zeros(units))
        for inputs, units in pairwise(sizes)
    ]


def outputs(parameters: Parameters, inputs: Array, activation: Activation) -> Array:
    """The weighted inputs of the last layer."""
    *hidden, (weights, biases) = parameters
    for w, b in hidden:
        inputs = activation(inputs @ w + b)
    return inputs @ weights + biases


def quadratic(parameters: Parameters, inputs: Array, targets: Array) -> Array:
    """½ Σ (a − y)², summed over the examples."""
    return 0.5 * jnp.sum((jax.nn.sigmoid(outputs(parameters, inputs, jax.nn.sigmoid)) - targets) ** 2)


def cross_entropy(parameters: Parameters, inputs: Array, targets: Array) -> Array:
    """The mean over the examples of the softmax cross-entropy."""
    logarithms = jax.nn.log_softmax(outputs(parameters, inputs, jax.nn.relu))
    return -jnp.sum(logarithms * targets) / len(inputs)


def descend(state: State, inputs: Array, targets: Array, scale: float) -> State:
    """A step of gradient descent on the sum of the quadratic losses."""
    (parameters,) = state
    gradients = jax.grad(quadratic)(parameters, inputs, targets)
    return (jax.tree.map(lambda p, g: p - scale * g, parameters, gradients),)


def adam(state: State, inputs: Array, targets: Array, eta: float) -> State:
    """A step of Kingma and Ba's optimizer."""
    parameters, first, second, steps = state
    gradients = jax.grad(cross_entropy)(parameters, inputs, targets)
    steps += 1
    first = jax.tree.map(lambda m, g: FIRST_DECAY * m + (1 - FIRST_DECAY) * g, first, gradients)
    second = jax.tree.map(lambda v, g: SECOND_DECAY * v + (1 - SECOND_DECAY) * g * g, second, gradients)
    rate = eta * jnp.sqrt(1 - SECOND_DECAY**steps) / (1 - FIRST_DECAY**steps)
    root = EPSILON * jnp.sqrt(1 - SECOND_DECAY**steps)
    update = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + root), parameters, first, second)
    return update, first, second, steps


def full_batch(step: Step, inputs: Array, targets: Array) -> dict[str, Way]:
    """Ways to take so many steps over all examples."""
    compiled = jax.jit(step, donate_argnums=0)

    def calls(state: State, steps: int) -> State:
        for _ in range(steps):
            state = compiled(state, inputs, targets)
        return state

    @partial(jax.jit, donate_argnums=0)
    def loop(state: State, steps: int, inputs: Array, targets: Array) -> State:
        return lax.fori_loop(0, steps, lambda _, state: step(state, inputs, targets), state)

    return {
        "a call a step": calls,
        "fori_loop over all steps": lambda state, steps: loop(state, steps, inputs, targets),
    }


def mini_batches(step: Step, batch: int, inputs: Array, targets: Array, seed: int) -> dict[str, Way]:
    """Ways to go so often through all examples in mini-batches, in a fresh order each time."""
    rng = np.random.default_rng(seed)
    whole = len(inputs) // batch

    @partial(jax.jit, donate_argnums=0)
    def one(state: State, inputs: Array, targets: Array, chosen: Array | np.ndarray) -> State:
        return step(state, inputs[chosen], targets[chosen])

    @partial(jax.jit, donate_argnums=0)
    def many(state: State, inputs: Array, targets: Array, rows: Array | np.ndarray) -> State:
        def body(state: State, chosen: Any) -> tuple[State, None]:
            return step(state, inputs[chosen], targets[chosen]), None

        return lax.scan(body, state, rows)[0]

    def way(pass_over: Callable[[State, np.ndarray], State]) -> Way:
        def train(state: State, epochs: int) -> State:
            for _ in range(epochs):
                order = rng.permutation(len(inputs)).astype(np.int32)
                rows, rest = order[: whole * batch].reshape(whole, batch), order[whole * batch :]
                state = pass_over(state, rows)
                if len(rest):
                    state = one(state, inputs, targets, rest)
            return state

        return train

    def calls(state: State, rows: np.ndarray) -> State:
        for chosen in rows:
            state = one(state, inputs, targets, chosen)
        return state

    return {
        "a call a step": way(calls),
        "scan over an epoch": way(lambda state, rows: many(state, inputs, targets, rows)),
    }


def fastest(
    job: Job, data: Dataset, start_state: Callable[[], State], ways: dict[str, Way], activation: Activation
) -> Outcome:
    """Trains in every way and keeps the fastest; a first epoch on another copy compiles what is needed."""
    outcomes = []
    for note, way in ways.items():
        jax.block_until_ready(way(start_state(), 1))
        state = jax.block_until_ready(start_state())
        start = time.perf_counter()
        state = jax.block_until_ready(way(state, job.epochs))
        seconds = time.perf_counter() - start
        predicted = jnp.argmax(outputs(state[0], tensor(data.test_inputs), activation), axis=1)
        outcomes.append(Outcome(seconds, job.epochs, float(np.mean(predicted == data.test_labels)), note))
    return min(outcomes, key=lambda outcome: outcome.seconds)


def tensor(array: np.ndarray) -> Array:
    """Inputs or targets as float32."""
    return jnp.asarray(array, jnp.float32)


def lecture(job: Job, data: Dataset, seed: int) -> Outcome:
    """Every step over all examples."""
    inputs, targets = tensor(data.train_inputs), tensor(one_hot(data.train_labels, job.sizes[-1]))
    ways = full_batch(partial(descend, scale=job.eta), inputs, targets)
    return fastest(job, data, lambda: (network(job.sizes, seed, lambda _: 1.0),), ways, jax.nn.sigmoid)


def nielsen(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, quadratic loss, plain gradient descent."""
    inputs, targets = tensor(data.train_inputs), tensor(one_hot(data.train_labels, job.sizes[-1]))
    ways = mini_batches(partial(descend, scale=job.eta / job.batch), job.batch, inputs, targets, seed)

    def start_state() -> State:
        return (network(job.sizes, seed, lambda n: 1.0 / math.sqrt(n)),)

    return fastest(job, data, start_state, ways, jax.nn.sigmoid)


def modern(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, cross-entropy, Adam."""
    inputs, targets = tensor(data.train_inputs), tensor(one_hot(data.train_labels, job.sizes[-1]))
    ways = mini_batches(partial(adam, eta=job.eta), job.batch, inputs, targets, seed)

    def start_state() -> State:
        parameters = network(job.sizes, seed, lambda n: math.sqrt(2.0 / n))
        zeros = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
        return parameters, *zeros, jnp.float32(0)

    return fastest(job, data, start_state, ways, jax.nn.relu)


def evaluate(job: Job, data: Dataset, seed: int) -> Outcome:
    """Times loss and accuracy of an untrained network on the test images."""
    parameters = network(job.sizes, seed, lambda _: 1.0)
    inputs, labels = tensor(data.test_inputs), jnp.asarray(data.test_labels)
    targets = tensor(one_hot(data.test_labels, job.sizes[-1]))

    @jax.jit
    def measure(parameters: Parameters, inputs: Array, targets: Array, labels: Array) -> tuple[Array, Array]:
        a = jax.nn.sigmoid(outputs(parameters, inputs, jax.nn.sigmoid))
        return 0.5 * jnp.sum((a - targets) ** 2), jnp.sum(jnp.argmax(a, axis=1) == labels)

    seconds = median_time(lambda: jax.block_until_ready(measure(parameters, inputs, targets, labels)))
    return Outcome(seconds, 0, None)


if __name__ == "__main__":
    jobs = {"circles": lecture, "mnist": lecture, "nielsen": nielsen, "modern": modern, "evaluate": evaluate}
    main(__doc__, f"JAX {jax.__version__}", jobs)

"""Trains vgg19-lite on features of VGG19 that cache.py keeps.

    train.py VGG19.h5 CACHE OUT_FOLDER [--steps N] [--minutes M] [--own OWN_CACHE ...]

The student begins as start.py makes it. A linear map per layer takes its features to VGG19's; it is
trained along and dropped in the end. The checkpoint in OUT_FOLDER is written every few minutes;
the same command goes on from it. Of what own.py kept, a share of every batch is taken.
"""

import argparse
import math
import time
from pathlib import Path

import numpy as np
import torch

import cache as cached
import losses
import start
import vgg

GRAM_UNITS = {
    "block1_conv1": 0.05,
    "block2_conv1": 0.08,
    "block3_conv1": 0.08,
    "block4_conv1": 0.06,
    "block5_conv1": 0.50,
}
"""The style layers of all presets, and the Gram errors through the map that count as one.

block4_conv1's matrix makes up nearly all of the default preset's style loss, block5_conv1's a
hundredth of it.
"""

DOMINANT = {"block4_conv1": 4}
"""How many times the kernel errors of layers count."""

CONTENT_LAYERS = ("block4_conv2", "block5_conv2")
WARM_UP_STEPS = 100
SMOOTHING = 0.98
SAVE_SECONDS = 180


class Student(torch.nn.Module):
    """A narrow VGG19 with a linear map a layer to VGG19's principal components."""

    def __init__(self, layers, maps):
        super().__init__()
        self.kernels = torch.nn.ParameterDict(
            {n: torch.nn.Parameter(kernel) for n, (kernel, _) in layers.items()}
        )
        self.biases = torch.nn.ParameterDict(
            {n: torch.nn.Parameter(bias) for n, (_, bias) in layers.items()}
        )
        self.maps = torch.nn.ParameterDict({n: torch.nn.Parameter(m) for n, m in maps.items()})

    def layers(self):
        return {n: (self.kernels[n], self.biases[n]) for n in vgg.LAYERS}

    def forward(self, x, offsets):
        """Yields (name, features at the layer's lattice, n x positions x channels)."""
        for name, f in vgg.features(x, self.layers()):
            yield name, cached.lattice(f, offsets, cached.STRIDES[vgg.block_of(name)])


class Batches:
    """Batches of crops with VGG19's coordinates; the same for the same step."""

    def __init__(self, store, widths, size, seed, device):
        self.store, self.size, self.seed, self.device = store, size, seed, device
        self.scales = {
            name: math.sqrt(widths[vgg.block_of(name) - 1] / store.energy(name))
            for name in vgg.LAYERS
        }

    def indices(self, step):
        count = len(self.store.pictures)
        a_pass = count // self.size
        order = np.random.RandomState([self.seed, step // a_pass]).permutation(count)
        place = step % a_pass * self.size
        return np.sort(order[place : place + self.size])

    def at(self, step):
        """(input, lattice offsets, targets) of a step."""
        indices = self.indices(step)
        x = vgg.input_of(self.store.pictures[indices], self.device) * start.INPUT_SCALE
        targets = self.store.targets(indices, self.device)
        scaled = {name: z * self.scales[name] for name, z in targets.items()}
        return x, self.store.offsets[indices], scaled


class Mixture:
    """Batches that several caches give their parts to."""

    def __init__(self, parts):
        self.parts = parts

    def at(self, step):
        inputs, offsets, targets = zip(*(part.at(step) for part in self.parts))
        joined = {name: torch.cat([some[name] for some in targets]) for name in vgg.LAYERS}
        return torch.cat(inputs), np.concatenate(offsets), joined

    def sizes(self):
        """How much of a batch is of the first cache, and how much of the others."""
        first = self.parts[0].size
        return [first, sum(part.size for part in self.parts) - first]


def mixture(store, arguments, device):
    """Batches of the cache and, where there are some, of the pictures that the student made."""
    own = [cached.Cache(folder) for folder in arguments.own]
    each = max(1, round(arguments.own_share * arguments.batch / len(own))) if own else 0
    sizes = [(store, arguments.batch - each * len(own))] + [(some, each) for some in own]
    return Mixture(
        [Batches(s, arguments.widths, size, arguments.seed, device) for s, size in sizes]
    )


def initial_maps(layers, batches):
    """The ridge regressions from the student's features to VGG19's coordinates."""
    sums = {name: [0, 0] for name in vgg.LAYERS}
    student = Student(layers, {})
    with torch.no_grad():
        for step in range(16):
            x, offsets, targets = batches.at(step)
            for name, f in student(x, offsets):
                rows = f.flatten(0, 1)
                sums[name][0] += (rows.t() @ rows).double()
                sums[name][1] += (rows.t() @ targets[name].flatten(0, 1)).double()
    maps = {}
    for name, (ours, both) in sums.items():
        ours.diagonal().add_(1e-4 * ours.diagonal().mean())
        maps[name] = torch.linalg.solve(ours, both).float()
    return maps


def layer_losses(name, features, mapped, target, rest, weights):
    """(loss, feature error, Gram errors a picture or none) of a layer."""
    error = losses.feature_error(mapped, target, rest)
    important = name in GRAM_UNITS or name in CONTENT_LAYERS
    loss = error * (weights.features if important else 0.5 * weights.features)
    grams = torch.zeros(0)
    if name in GRAM_UNITS:
        grams = losses.gram_error(mapped, target)
        loss = loss + weights.grams * (grams / GRAM_UNITS[name]).pow(2).mean()
    if important:
        share = weights.kernel * DOMINANT.get(name, 1)
        loss = loss + share * losses.kernel_error(features, target).mean()
    return loss, float(error.detach()), grams.detach()


def rate(step, done, peak):
    """A cosine from peak to a hundredth of it over the share done, after a linear warm-up."""
    warm = min(1, (step + 1) / WARM_UP_STEPS)
    return peak * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1, done))))


class Training:
    """A run: its student, its optimiser and how far it is."""

    def __init__(self, arguments, device):
        self.arguments, self.device = arguments, device
        self.store = cached.Cache(arguments.cache)
        self.batches = mixture(self.store, arguments, device)
        self.rests = {n: 1 - share for n, share in self.store.facts["energy_kept"].items()}
        self.checkpoint = arguments.out / "checkpoint.pt"
        self.step, self.seconds, self.smoothed = 0, 0.0, {}
        saved = torch.load(self.checkpoint, map_location=device) if self.checkpoint.exists() else None
        self.student = self.first_student() if saved is None else Student(*saved["student"])
        self.student.to(device)
        self.optimizer = torch.optim.Adam(self.student.parameters(), betas=(0.9, 0.99))
        if saved is not None:
            self.optimizer.load_state_dict(saved["optimizer"])
            self.step, self.smoothed = saved["step"], saved["smoothed"]
            self.seconds = saved["seconds"]

    def first_student(self):
        teacher = vgg.read(self.arguments.vgg19)
        with torch.no_grad():
            layers = start.student(
                teacher, self.store, self.arguments.widths, self.arguments.start_crops
            )
        on_host = Batches(
            self.store, self.arguments.widths, self.arguments.batch, self.arguments.seed, "cpu"
        )
        return Student(layers, initial_maps(layers, on_host))

    def save(self):
        host = {n: (k.detach().cpu(), b.detach().cpu()) for n, (k, b) in self.student.layers().items()}
        maps = {n: m.detach().cpu() for n, m in self.student.maps.items()}
        part = self.checkpoint.with_name("checkpoint.part")
        torch.save(
            {
                "student": (host, maps),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "seconds": self.seconds,
                "smoothed": self.smoothed,
                "widths": self.arguments.widths,
            },
            part,
        )
        part.replace(self.checkpoint)

    def one_step(self):
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.step, self.done(), self.arguments.rate)
        self.optimizer.zero_grad(set_to_none=True)
        with vgg.precision(self.arguments.precision, self.device):
            self.loss().backward()
        self.optimizer.step()
        self.step += 1

    def loss(self):
        x, offsets, targets = self.batches.at(self.step)
        total = 0
        for name, features in self.student(x, offsets):
            mapped = features @ self.student.maps[name]
            loss, error, grams = layer_losses(
                name, features, mapped, targets[name], self.rests[name], self.arguments
            )
            total = total + loss
            self.note(name + " features", error)
            if name in GRAM_UNITS:
                for kind, some in zip((" Gram", " Gram own"), grams.split(self.batches.sizes())):
                    if len(some):
                        self.note(name + kind, float(some.mean()))
        return total

    def note(self, name, value):
        old = self.smoothed.get(name, value)
        self.smoothed[name] = SMOOTHING * old + (1 - SMOOTHING) * value

    def done(self):
        """The share of the run that is behind it, by steps or by time, whichever ends it first."""
        by_time = self.seconds / (60 * self.arguments.minutes) if self.arguments.minutes else 0
        return max(self.step / self.arguments.steps, by_time)

    def line(self):
        def values(names, kind):
            found = [self.smoothed[n + kind] for n in names if n + kind in self.smoothed]
            return kind + "".join(f" {value:.3f}" for value in found) if found else ""

        said = values(vgg.LAYERS, " features") + values(GRAM_UNITS, " Gram")
        return f"step {self.step} {self.seconds:.0f} s{said}{values(GRAM_UNITS, ' Gram own')}"

    def run(self):
        said = saved = self.seconds
        while self.done() < 1:
            began = time.time()
            self.one_step()
            self.seconds += time.time() - began
            if self.seconds - said > 60:
                said = self.seconds
                print(self.line(), flush=True)
            if self.seconds - saved > SAVE_SECONDS:
                saved = self.seconds
                self.save()
        print(self.line(), flush=True)
        self.save()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("vgg19", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--widths", type=lambda t: [int(w) for w in t.split(",")],
                        default=[16, 48, 96, 160, 192], help="channels of the five blocks")
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--minutes", type=float, default=0,
                        help="end after so long, whatever steps are done (0: never)")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--own", type=Path, nargs="*", default=[],
                        help="folders that own.py wrote")
    parser.add_argument("--own-share", type=float, default=0.5, help="of a batch, from those")
    parser.add_argument("--features", type=float, default=1.0, help="weight of the feature errors")
    parser.add_argument("--grams", type=float, default=0.1, help="weight of the Gram errors")
    parser.add_argument("--kernel", type=float, default=0.3, help="weight of the kernel errors")
    parser.add_argument("--precision", choices=("bfloat16", "float32"), default="bfloat16",
                        help="of convolutions; processors without bfloat16 want float32")
    parser.add_argument("--start-crops", type=int, default=480)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    Training(arguments, "cuda" if torch.cuda.is_available() else "cpu").run()


if __name__ == "__main__":
    main()

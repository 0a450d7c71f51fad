"""The student that training starts from: channels of VGG19 itself, refitted layer after layer.

Of each layer those channels are kept that predict the others best (greedy column selection on the
layer's Gram matrix). Then each layer's kernel is the ridge regression that takes the student's own,
narrow input to VGG19's values at those channels (He, Zhang, Sun, Channel Pruning, 2017, section
3.1; Luo, Wu, Lin, ThiNet, 2017), so that every layer corrects what the ones below it lost.
"""

import numpy as np
import torch
import torch.nn.functional as F

import cache as cached
import vgg

INPUT_SCALE = 1 / 64
RIDGE = 1e-3
REFITS = 4


def select(moment, count):
    """The count channels that predict all of them best: residual energy falls fastest."""
    rest, chosen = moment.astype(np.float64).copy(), []
    for _ in range(count):
        energy = np.diag(rest)
        gain = np.where(energy > 1e-9 * energy.max(), (rest**2).sum(0) / np.maximum(energy, 1e-30), 0)
        gain[chosen] = 0
        j = int(np.argmax(gain))
        chosen.append(j)
        rest = rest - np.outer(rest[:, j], rest[j]) / rest[j, j]
    return sorted(chosen), float(np.trace(rest) / np.trace(moment))


def patches(maps, offsets, stride):
    """Of n x c x h x w maps the 3 x 3 patches around lattice positions: rows x (9 c + 1)."""
    n, c, h, w = maps.shape
    padded = F.pad(maps, (1, 1, 1, 1))
    views = [padded[:, :, y : y + h, x : x + w] for y in range(3) for x in range(3)]
    taken = torch.stack([cached.lattice(v, offsets, stride) for v in views], 3)
    rows = taken.reshape(-1, 9 * c)
    return torch.cat([rows, rows.new_ones(len(rows), 1)], 1)


def fit(rows, wanted):
    """Kernel and bias whose ReLU comes closest to the ReLU of what is wanted, rows x channels.

    Where VGG19's value is negative any negative value will do: such targets follow the fit itself.
    """
    gram = (rows.t() @ rows).double()
    gram.diagonal().add_(RIDGE * gram.diagonal().mean())
    gram[-1, -1] -= RIDGE * gram.diagonal().mean() * 0.999
    factor = torch.linalg.cholesky(gram)
    target = wanted
    for _ in range(REFITS):
        solution = torch.cholesky_solve((rows.t() @ target).double(), factor).float()
        fitted = rows @ solution
        target = torch.where(wanted > 0, wanted, torch.minimum(fitted, torch.zeros(())))
    channels = wanted.shape[1]
    kernel = solution[:-1].t().reshape(channels, -1, 3, 3).contiguous()
    remaining = ((F.relu(fitted) - F.relu(wanted)) ** 2).sum() / (F.relu(wanted) ** 2).sum()
    return kernel, solution[-1].contiguous(), float(remaining)


def teacher_values(teacher, store, chosen, count):
    """name -> VGG19's values before the ReLU at the chosen channels, rows x channels."""
    values = {name: [] for name in vgg.LAYERS}
    for first in range(0, count, 8):
        x = vgg.input_of(store.pictures[first : first + 8])
        offsets = store.offsets[first : first + 8]
        for name in vgg.LAYERS:
            if vgg.starts_block(name) and name != vgg.LAYERS[0]:
                x = F.max_pool2d(x, 2)
            kernel, bias = teacher[name]
            x = F.conv2d(x, kernel, bias, padding=1)
            stride = cached.STRIDES[vgg.block_of(name)]
            values[name].append(cached.lattice(x[:, chosen[name]], offsets, stride).flatten(0, 1))
            x = F.relu(x)
    return {name: torch.cat(v) for name, v in values.items()}


def student(teacher, store, widths, count):
    """Selects and fits; gives name -> (kernel, bias), each layer's mean square being 1.

    The student's input is VGG19's times INPUT_SCALE.
    """
    chosen = {}
    for name in vgg.LAYERS:
        chosen[name], lost = select(store.moments[name], widths[vgg.block_of(name) - 1])
        print(f"{name}: {len(chosen[name])} channels leave {lost:.4f} of the energy", flush=True)
    wanted = teacher_values(teacher, store, chosen, count)
    maps = torch.cat(
        [vgg.input_of(store.pictures[i : i + 8]) * INPUT_SCALE for i in range(0, count, 8)]
    )
    layers = {}
    for name in vgg.LAYERS:
        if vgg.starts_block(name) and name != vgg.LAYERS[0]:
            maps = F.max_pool2d(maps, 2)
        stride = cached.STRIDES[vgg.block_of(name)]
        rows = patches(maps, store.offsets[:count], stride)
        target = wanted.pop(name)
        target = target / (F.relu(target) ** 2).mean().sqrt()
        kernel, bias, remaining = fit(rows, target)
        layers[name] = (kernel, bias)
        print(f"{name}: fitted to {remaining:.4f} of the chosen channels' energy", flush=True)
        del rows
        maps = torch.cat([F.relu(F.conv2d(m, kernel, bias, padding=1)) for m in maps.split(32)])
    return layers

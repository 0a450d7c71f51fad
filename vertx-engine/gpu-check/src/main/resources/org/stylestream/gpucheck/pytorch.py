"""The loss that GpuCheck measures, by PyTorch: the preset gatys with max pooling, from the content image.

Arguments: folder side optimiser iterations way. Prints the loss at the content image, the median of three rounds of
milliseconds an iteration, and evaluations an iteration.
"""
import sys
import time

import numpy
import torch
import torch.nn.functional as F

folder, side, optimiser, iterations, way = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), sys.argv[5]
STYLE = ["block%d_conv1" % block for block in range(1, 6)]
CONTENT = "block4_conv2"
MEANS = (123.68, 116.779, 103.939)  # of red, green and blue
WAYS = ["eager", "tf32", "cudnn.benchmark", "channels-last"]
WARM_UP, ROUNDS = 10, 3

level = WAYS.index(way)
torch.backends.cuda.matmul.allow_tf32 = level >= 1
torch.backends.cudnn.allow_tf32 = True  # PyTorch's default
torch.backends.cudnn.benchmark = level >= 2
layout = torch.channels_last if level >= 3 else torch.contiguous_format


def read(name, *shape):
    return torch.from_numpy(numpy.fromfile("%s/%s" % (folder, name), numpy.float32).reshape(shape).copy()).cuda()


layers = []
for line in open(folder + "/layers"):
    name, inputs, outputs = line.split()
    kernel = read(name + ".kernel", 3, 3, int(inputs), int(outputs)).permute(3, 2, 0, 1)
    if not layers:
        kernel = kernel.flip(1)  # the filters take blue, green, red
    layers.append((name, kernel.contiguous(memory_format=layout), read(name + ".bias", int(outputs))))
    if name == STYLE[-1]:
        break


def picture(name):
    return read(name, side, side, 3).permute(2, 0, 1)[None].contiguous(memory_format=layout)


means = torch.tensor(MEANS, device="cuda").view(1, 3, 1, 1)


def features(image):
    maps, x, block = {}, image - means, "1"
    for name, kernel, bias in layers:
        if name[5] != block:
            x, block = F.max_pool2d(x, 2), name[5]
        x = F.relu(F.conv2d(x, kernel, bias, padding=1))
        maps[name] = x
    return maps


def gram(x):
    f = x.flatten(2)[0]
    return f @ f.t() / f.shape[1]


with torch.no_grad():
    content = features(picture("content"))[CONTENT]
    style = {name: x for name, x in features(picture("style")).items() if name in STYLE}
    style = {name: gram(x) for name, x in style.items()}


def loss_at(image):
    maps = features(image)
    total = 0.5 * ((maps[CONTENT] - content) ** 2).sum()
    for name in STYLE:
        n = maps[name].shape[1]
        total = total + 1e3 * 0.2 * ((gram(maps[name]) - style[name]) ** 2).sum() / (4 * n * n)
    return total


evaluations = 0


def optimise(image, count):
    global evaluations
    evaluations = 0
    image = image.clone(memory_format=torch.preserve_format).requires_grad_(True)
    if optimiser == "adam":
        steps = torch.optim.Adam([image], lr=1)
    else:
        steps = torch.optim.LBFGS([image], max_iter=count, max_eval=20 * count, history_size=10, tolerance_grad=0,
                                  tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        global evaluations
        evaluations += 1
        steps.zero_grad()
        loss = loss_at(image)
        loss.backward()
        return loss

    for _ in range(count if optimiser == "adam" else 1):
        steps.step(closure)
    torch.cuda.synchronize()
    if optimiser == "adam":
        return count
    return max(1, steps.state[steps._params[0]]["n_iter"])


start = picture("content")
with torch.no_grad():
    first = float(loss_at(start))
optimise(start, WARM_UP)
times = []
for _ in range(ROUNDS):
    torch.cuda.synchronize()
    begun = time.perf_counter()
    done = optimise(start, iterations)
    times.append((time.perf_counter() - begun) * 1e3 / done)
print(first, sorted(times)[ROUNDS // 2], evaluations / done)

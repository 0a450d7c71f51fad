"""The loss that GpuCheck measures, by PyTorch: the preset gatys with max pooling, from the content image.

Arguments: folder device. Each line of the input names a side, an optimiser, the iterations to measure after those to
warm up, the rounds, the most seconds for them all, and a way. Its answer is a line, either the loss at the content
image, the median of the rounds' milliseconds an iteration, and evaluations an iteration; or "failed" and why.
"""
import sys
import time

import torch
import torch.nn.functional as F

STYLE = ["block%d_conv1" % block for block in range(1, 6)]
CONTENT = "block4_conv2"
MEANS = (123.68, 116.779, 103.939)  # of red, green and blue
WAYS = ["eager", "tf32", "cudnn.benchmark", "channels-last"]  # each with what is before it
WARM_UP = 10

folder, device = sys.argv[1:]
means = torch.tensor(MEANS, device=device).view(1, 3, 1, 1)


def wait():
    if device == "cuda":
        torch.cuda.synchronize()


def read(name, *shape):
    with open(folder + "/" + name, "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(shape).to(device)


def network(layout):
    layers = []
    for line in open(folder + "/layers"):
        name, inputs, outputs = line.split()
        kernel = read(name + ".kernel", 3, 3, int(inputs), int(outputs)).permute(3, 2, 0, 1)
        if not layers:
            kernel = kernel.flip(1)  # the filters take blue, green, red
        layers.append((name, kernel.contiguous(memory_format=layout), read(name + ".bias", int(outputs))))
        if name == STYLE[-1]:
            return layers


def features(layers, image, layout):
    maps, x, block = {}, (image - means).contiguous(memory_format=layout), "1"
    for name, kernel, bias in layers:
        if name[5] != block:
            x, block = F.max_pool2d(x, 2), name[5]
        x = F.relu(F.conv2d(x, kernel, bias, padding=1))
        maps[name] = x
    return maps


def gram(x):
    f = x.flatten(2)[0]
    return f @ f.t() / f.shape[1]


def objective(layers, content_image, style_image, layout):
    with torch.no_grad():
        content = features(layers, content_image, layout)[CONTENT]
        style = {name: gram(x) for name, x in features(layers, style_image, layout).items() if name in STYLE}

    def loss_at(image):
        maps = features(layers, image, layout)
        total = 0.5 * ((maps[CONTENT] - content) ** 2).sum()
        for name in STYLE:
            n = maps[name].shape[1]
            total = total + 1e3 * 0.2 * ((gram(maps[name]) - style[name]) ** 2).sum() / (4 * n * n)
        return total

    return loss_at


def optimise(loss_at, start, optimiser, count):
    """Milliseconds and evaluations an iteration of those after the first ones."""
    image = start.clone().requires_grad_(True)
    evaluations = 0
    if optimiser == "adam":
        steps = torch.optim.Adam([image], lr=1)
    else:
        steps = torch.optim.LBFGS([image], history_size=10, tolerance_grad=0, tolerance_change=0,
                                  line_search_fn="strong_wolfe")

    def closure():
        nonlocal evaluations
        evaluations += 1
        steps.zero_grad()
        loss = loss_at(image)
        loss.backward()
        return loss

    def iterate(iterations):
        if optimiser == "adam":
            for _ in range(iterations):
                steps.step(closure)
            return iterations
        before = steps.state[image].get("n_iter", 0)
        steps.param_groups[0].update(max_iter=iterations, max_eval=25 * iterations)
        steps.step(closure)
        return max(1, steps.state[image]["n_iter"] - before)

    iterate(WARM_UP)
    wait()
    evaluations, begun = 0, time.perf_counter()
    done = iterate(count)
    wait()
    return (time.perf_counter() - begun) * 1e3 / done, evaluations / done


def measure(side, optimiser, iterations, rounds, seconds, way):
    level = WAYS.index(way)
    torch.backends.cudnn.allow_tf32 = True  # PyTorch's default
    torch.backends.cuda.matmul.allow_tf32 = level >= 1
    torch.backends.cudnn.benchmark = level >= 2
    layout = torch.channels_last if level >= 3 else torch.contiguous_format

    def picture(name):
        return read(name, side, side, 3).permute(2, 0, 1)[None].contiguous()

    start = picture("content")
    loss_at = objective(network(layout), start, picture("style"), layout)
    with torch.no_grad():
        first = float(loss_at(start))
    times, begun = [], time.perf_counter()
    while len(times) < rounds and (not times or time.perf_counter() - begun < seconds):
        times.append(optimise(loss_at, start, optimiser, iterations))
    return "%r %r %r" % ((first,) + sorted(times)[len(times) // 2])


print(torch.__version__, "CUDA", torch.version.cuda, flush=True)
for line in sys.stdin:
    side, optimiser, iterations, rounds, seconds, way = line.split()
    try:
        answer = measure(int(side), optimiser, int(iterations), int(rounds), float(seconds), way)
    except Exception as e:
        answer = "failed: " + " ".join(str(e).split())[:200]
    if device == "cuda":
        torch.cuda.empty_cache()
    print(answer, flush=True)

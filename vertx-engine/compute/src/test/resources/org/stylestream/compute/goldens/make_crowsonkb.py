"""Makes crowsonkb.json and crowsonkb.safetensors: what PyTorch finds, in double precision and by
automatic differentiation, for the preset crowsonkb on the tiny network.

The losses are those of the publication, on features on torchvision's scale: the network's kernels on
an image divided by s, with its biases divided by s, s = 255 * (0.229 + 0.224 + 0.225) / 3. The root
is taken by eigenvalues. The run is torch.optim.Adam on a sum of squares over two sizes.
"""

import json
import pathlib
import struct

import h5py
import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
FIVE = [f"block{block}_conv1" for block in range(1, 6)]
WEIGHTS = [256 / 341, 64 / 341, 16 / 341, 4 / 341, 1 / 341]
SCALE = 255 * (0.229 + 0.224 + 0.225) / 3
LAYERS = [(b, c) for b in range(1, 6) for c in range(1, (2 if b < 3 else 4) + 1)]


def tensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    types = {"F32": np.float32, "U8": np.uint8, "F64": np.float64}
    found = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] in types:
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            array = np.frombuffer(data[start:end], types[entry["dtype"]])
            found[name] = array.reshape(entry["shape"])
    return found


def write(path, arrays):
    header, at = {}, 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": "F32",
            "shape": list(array.shape),
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(
        struct.pack("<Q", len(text)) + text + b"".join(a.tobytes() for a in arrays.values())
    )


def network():
    weights = {}

    def visit(name, item):
        if isinstance(item, h5py.Dataset):
            weights[name.split("/")[-1]] = torch.tensor(np.array(item), dtype=torch.float64)

    with h5py.File(HERE / "tiny_vgg19_notop.h5") as file:
        file.visititems(visit)
    return weights


def features(weights, image, pool):
    """On an image of 1 x 3 x H x W on 0 to 1."""
    mean = torch.tensor([103.939, 116.779, 123.68], dtype=torch.float64).view(1, 3, 1, 1)
    x = (255 * image[:, [2, 1, 0]] - mean) / SCALE
    maps = {}
    for block, number in LAYERS:
        name = f"block{block}_conv{number}"
        if number == 1 and block > 1:
            x = pool(x, 2)
        kernel = weights[name + "_W_1:0"].permute(3, 2, 0, 1)
        x = torch.relu(F.conv2d(x, kernel, weights[name + "_b_1:0"] / SCALE, padding=1))
        maps[name] = x[0]
    return maps


def moments(features):
    flat = features.flatten(1)
    return flat.mean(1), flat @ flat.T / flat.shape[1]


def covariance(mean, products):
    return products - torch.outer(mean, mean) + 1e-4 * torch.eye(len(mean), dtype=torch.float64)


def root(matrix):
    values, vectors = torch.linalg.eigh(matrix)
    return vectors @ torch.diag(values.sqrt()) @ vectors.T


def distance(generated, style):
    covariance_g, covariance_s = covariance(*generated), covariance(*style)
    root_s = root(covariance_s)
    values = torch.linalg.eigvalsh(root_s @ covariance_g @ root_s)
    bures = covariance_g.trace() + covariance_s.trace() - 2 * values.clamp(min=1e-16).sqrt().sum()
    return ((generated[0] - style[0]) ** 2).mean() + bures / len(covariance_g)


def variation(image):
    x = F.pad(image, (1, 1, 1, 1), "replicate")
    right = (x[..., 1:-1, 2:] - x[..., 1:-1, 1:-1]).pow(2).mean()
    down = (x[..., 2:, 1:-1] - x[..., 1:-1, 1:-1]).pow(2).mean()
    falling = (x[..., 1:, 1:] - x[..., :-1, :-1]).pow(2).mean()
    rising = (x[..., 1:, :-1] - x[..., :-1, 1:]).pow(2).mean()
    return 2 * ((right + down) / 3 + (falling + rising) / 12)


def evaluate(weights, pictures, pool):
    """Losses by term with their gradients with respect to pixels on 0 to 255."""
    content, style, point = (
        torch.tensor(p.astype(np.float64) / 255).permute(2, 0, 1)[None] for p in pictures
    )
    wanted = features(weights, content, pool)["block4_conv2"]
    styles = features(weights, style, pool)
    point.requires_grad_()
    maps = features(weights, point, pool)
    terms = {
        "content": 0.015 * ((maps["block4_conv2"] - wanted) ** 2).mean(),
        "style": sum(
            weight * distance(moments(maps[name]), moments(styles[name]))
            for name, weight in zip(FIVE, WEIGHTS)
        ),
        "tv": 2 * variation(point),
    }
    return {
        name: (
            term.item(),
            (torch.autograd.grad(term, point, retain_graph=True)[0] / 255)[0].permute(1, 2, 0),
        )
        for name, term in terms.items()
    }


def run():
    """Twelve and then eight steps of Adam on two sizes, averaged, carried over as published."""
    state, image, average = None, torch.full((1, 3, 8, 11), 0.5, dtype=torch.float64), None
    losses = []
    for height, width, steps in [(8, 11, 12), (11, 16, 8)]:
        image = F.interpolate(image, (height, width), mode="bicubic").clamp(0, 1)
        index = torch.arange(height * width * 3, dtype=torch.float64).view(height, width, 3)
        target = (0.5 + 0.7 * torch.sin(0.37 * index)).permute(2, 0, 1)[None]
        value, weight = 0.01 * image, 0.99
        image = image.detach().requires_grad_()
        optimizer = torch.optim.Adam([image], lr=0.02, betas=(0.9, 0.99))
        if state is not None:
            for group in state["state"].values():
                shape = (height, width)
                group["exp_avg"] = F.interpolate(group["exp_avg"], shape, mode="bicubic")
                group["exp_avg_sq"] = F.interpolate(
                    group["exp_avg_sq"], shape, mode="bilinear"
                ).relu()
            optimizer.load_state_dict(state)
        for _ in range(steps):
            loss = ((image - target) ** 2).sum()
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                image.clamp_(0, 1)
            weight *= 0.99
            value = 0.99 * value + 0.01 * image.detach()
        losses.append(((image - target) ** 2).sum().item())
        state = optimizer.state_dict()
        image = average = value / (1 - weight)
    return losses, 255 * average[0].permute(1, 2, 0)


given = tensors(HERE / "tiny.safetensors")
pictures = [given[name] for name in ("content", "style", "point")]
# Of 4 positions at block5_conv1, where there are 8 channels.
small = [picture[5:40, 11:58] for picture in pictures]
losses, gradients = {}, {}
for name, chosen in {"whole": pictures, "small": small}.items():
    for pooling, pool in {"max": F.max_pool2d, "average": F.avg_pool2d}.items():
        found = evaluate(network(), chosen, pool)
        losses[f"{name}/{pooling}"] = {term: value for term, (value, _) in found.items()}
        for term, (_, gradient) in found.items():
            if term != "tv" or pooling == "max":
                array = np.ascontiguousarray(gradient.numpy(), np.float32)
                gradients[f"{name}/{pooling}/{term}"] = array
run_losses, image = run()
losses["run"] = run_losses
gradients["run"] = np.ascontiguousarray(image.numpy(), np.float32)
(HERE / "crowsonkb.json").write_text(json.dumps(losses, indent=1) + "\n")
write(HERE / "crowsonkb.safetensors", gradients)

"""Makes colour_vectors.json: what numpy finds for two small images.

Luma and colour matching (by eigenvectors) as in L. Gatys' NeuralImageSynthesis; structural
similarity window by window, with the whole 11 x 11 kernel at once.
"""

import json
import pathlib

import numpy as np

HEIGHT, WIDTH = 17, 23


def picture(seed, low, high):
    random = np.random.RandomState(seed)
    smooth = random.rand(5, 6, 3).repeat(4, 0).repeat(4, 1)[:HEIGHT, :WIDTH]
    mixed = (0.7 * smooth + 0.3 * random.rand(HEIGHT, WIDTH, 3)) @ (
        np.eye(3) + 0.5 * random.rand(3, 3)
    )
    mixed = (mixed - mixed.min()) / (mixed.max() - mixed.min())
    return np.round(low + (high - low) * mixed)


def luma(image):
    return image @ np.array([0.299, 0.587, 0.114])


def root(matrix, power):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values**power) @ vectors.T


def matched(image, source):
    t = image.reshape(-1, 3) / 255
    s = source.reshape(-1, 3) / 255
    covariance_t = np.cov(t.T, bias=True) + 1e-5 * np.eye(3)
    covariance_s = np.cov(s.T, bias=True) + 1e-5 * np.eye(3)
    mapping = root(covariance_s, 0.5) @ root(covariance_t, -0.5)
    result = (t - t.mean(0)) @ mapping.T + s.mean(0)
    return 255 * np.clip(result, 0, 1)


def luma_matched(style, content):
    y_s, y_c = luma(style), luma(content)
    return y_c.std() / y_s.std() * (y_s - y_s.mean()) + y_c.mean()


def similarity(a, b):
    x, y = luma(a), luma(b)
    line = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    window = np.outer(line, line)
    window /= window.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    values = []
    for top in range(HEIGHT - 10):
        for left in range(WIDTH - 10):
            u = x[top : top + 11, left : left + 11]
            v = y[top : top + 11, left : left + 11]
            mu_u, mu_v = (window * u).sum(), (window * v).sum()
            var_u = (window * (u - mu_u) ** 2).sum()
            var_v = (window * (v - mu_v) ** 2).sum()
            cov = (window * (u - mu_u) * (v - mu_v)).sum()
            values.append(
                (2 * mu_u * mu_v + c1)
                * (2 * cov + c2)
                / ((mu_u**2 + mu_v**2 + c1) * (var_u + var_v + c2))
            )
    return float(np.mean(values))


content, style = picture(1, 20, 200), picture(2, 60, 250)
near = np.clip(np.round(content + np.random.RandomState(3).normal(0, 9, content.shape)), 0, 255)
vectors = {
    "height": HEIGHT,
    "width": WIDTH,
    "content": content.ravel().astype(int).tolist(),
    "style": style.ravel().astype(int).tolist(),
    "near": near.ravel().astype(int).tolist(),
    "luma_matched": luma_matched(style, content).ravel().round(4).tolist(),
    "colour_matched": matched(style, content).ravel().round(4).tolist(),
    "similarity_style": similarity(content, style),
    "similarity_near": similarity(content, near),
}
target = pathlib.Path(__file__).with_name("colour_vectors.json")
target.write_text(json.dumps(vectors) + "\n")

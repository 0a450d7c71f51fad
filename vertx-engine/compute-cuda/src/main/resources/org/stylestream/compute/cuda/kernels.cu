// Everything that the device computes itself; convolutions and matrix products are cuDNN's and cuBLAS'.
// Maps are height x width x channels. In the part of C++ that NVRTC and other compilers share, so that the kernels'
// tests run on a processor as well.

#define KERNEL extern "C" __global__ void

typedef long long Index;

// Threads of a block of every launch.
const int THREADS = 256;

__device__ inline Index first() {
  return (Index)blockIdx.x * blockDim.x + threadIdx.x;
}

__device__ inline Index step() {
  return (Index)gridDim.x * blockDim.x;
}

// ---- Vectors

// Handed over by value, so that no launch waits for a copy.
const int MOST_OPERANDS = 224;

struct Operands {
  Index count;
  double factors[MOST_OPERANDS];
  const float* vectors[MOST_OPERANDS];
};

KERNEL fill(float* y, Index n, float value) {
  for (Index i = first(); i < n; i += step()) {
    y[i] = value;
  }
}

KERNEL scale(float* y, Index n, float factor) {
  for (Index i = first(); i < n; i += step()) {
    y[i] *= factor;
  }
}

KERNEL axpy(float* y, Index n, float factor, const float* x) {
  for (Index i = first(); i < n; i += step()) {
    y[i] += factor * x[i];
  }
}

KERNEL blend(float* y, Index n, float keep, float factor, const float* x) {
  for (Index i = first(); i < n; i += step()) {
    y[i] = keep * y[i] + factor * x[i];
  }
}

KERNEL blend_square(float* y, Index n, float keep, float factor, const float* x) {
  for (Index i = first(); i < n; i += step()) {
    y[i] = keep * y[i] + factor * x[i] * x[i];
  }
}

KERNEL descend(float* y, Index n, double rate, const float* numerator, const float* squared, double epsilon) {
  for (Index i = first(); i < n; i += step()) {
    y[i] = (float)(y[i] - rate * numerator[i] / (sqrt((double)squared[i]) + epsilon));
  }
}

KERNEL times(float* y, Index n, const float* x) {
  for (Index i = first(); i < n; i += step()) {
    y[i] *= x[i];
  }
}

// y may be among the vectors.
KERNEL combine(float* y, Index n, Operands operands) {
  for (Index i = first(); i < n; i += step()) {
    double sum = 0;
    for (Index k = 0; k < operands.count; k++) {
      sum += operands.factors[k] * operands.vectors[k][i];
    }
    y[i] = (float)sum;
  }
}

// A NaN stays one.
KERNEL clamp(float* y, Index n, float low, float high) {
  for (Index i = first(); i < n; i += step()) {
    float value = y[i];
    y[i] = value < low ? low : value > high ? high : value;
  }
}

// ---- Reductions: every block leaves one number, and one block per row of them adds these up. Who adds what depends on
// the lengths alone, so that equal operands give equal bits.

__device__ inline double sum_of_block(double value) {
  __shared__ double lanes[THREADS];
  lanes[threadIdx.x] = value;
  __syncthreads();
  for (unsigned half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      lanes[threadIdx.x] += lanes[threadIdx.x + half];
    }
    __syncthreads();
  }
  return lanes[0];
}

// The larger; NaN if either is.
__device__ inline double larger(double a, double b) {
  return b > a || b != b ? b : a;
}

__device__ inline double maximum_of_block(double value) {
  __shared__ double lanes[THREADS];
  lanes[threadIdx.x] = value;
  __syncthreads();
  for (unsigned half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      lanes[threadIdx.x] = larger(lanes[threadIdx.x], lanes[threadIdx.x + half]);
    }
    __syncthreads();
  }
  return lanes[0];
}

__device__ inline void leave(double result, double* partial) {
  if (threadIdx.x == 0) {
    partial[(Index)blockIdx.y * gridDim.x + blockIdx.x] = result;
  }
}

// Row k: x . operands.vectors[k].
KERNEL dots(const float* x, Index n, Operands operands, double* partial) {
  const float* other = operands.vectors[blockIdx.y];
  double sum = 0;
  for (Index i = first(); i < n; i += step()) {
    sum += (double)x[i] * other[i];
  }
  leave(sum_of_block(sum), partial);
}

KERNEL absolute_sum(const float* x, Index n, double* partial) {
  double sum = 0;
  for (Index i = first(); i < n; i += step()) {
    sum += fabs((double)x[i]);
  }
  leave(sum_of_block(sum), partial);
}

KERNEL absolute_maximum(const float* x, Index n, double* partial) {
  double maximum = 0;
  for (Index i = first(); i < n; i += step()) {
    maximum = larger(maximum, fabs((double)x[i]));
  }
  leave(maximum_of_block(maximum), partial);
}

KERNEL squared_distance(const float* x, const float* y, Index n, double* partial) {
  double sum = 0;
  for (Index i = first(); i < n; i += step()) {
    double difference = (double)x[i] - y[i];
    sum += difference * difference;
  }
  leave(sum_of_block(sum), partial);
}

// Of rows of `length` elements those from `from` to `from + inner`.
KERNEL squares_inside(const float* x, Index rows, Index length, Index from, Index inner, double* partial) {
  double sum = 0;
  for (Index i = first(); i < rows * inner; i += step()) {
    double value = x[i / inner * length + from + i % inner];
    sum += value * value;
  }
  leave(sum_of_block(sum), partial);
}

// results[row] = keep * results[row] + factor * (the sum of the row)
KERNEL finish_sums(const double* partial, Index count, double keep, double factor, double* results) {
  const double* row = partial + blockIdx.y * count;
  double sum = 0;
  for (Index i = threadIdx.x; i < count; i += THREADS) {
    sum += row[i];
  }
  sum = sum_of_block(sum);
  if (threadIdx.x == 0) {
    results[blockIdx.y] = (keep == 0 ? 0 : keep * results[blockIdx.y]) + factor * sum;
  }
}

// *result += value
KERNEL add_number(double* result, double value) {
  if (first() == 0) {
    *result += value;
  }
}

KERNEL finish_maximum(const double* partial, Index count, double* result) {
  double maximum = 0;
  for (Index i = threadIdx.x; i < count; i += THREADS) {
    maximum = larger(maximum, partial[i]);
  }
  maximum = maximum_of_block(maximum);
  if (threadIdx.x == 0) {
    *result = maximum;
  }
}

// ---- Images and feature maps

// VGG's mean colour, red first.
__device__ inline float mean_colour(int colour) {
  return colour == 0 ? 123.68f : colour == 1 ? 116.779f : 103.939f;
}

// The network's input of four channels, as products want their number even: the colours without the means, and 0.
KERNEL prepare(const float* image, Index positions, float* input) {
  for (Index i = first(); i < 4 * positions; i += step()) {
    int colour = (int)(i % 4);
    input[i] = colour < 3 ? image[i / 4 * 3 + colour] - mean_colour(colour) : 0;
  }
}

// image += the three colours of four channels
KERNEL add_colours(float* image, Index positions, const float* input) {
  for (Index i = first(); i < 3 * positions; i += step()) {
    image[i] += input[i / 3 * 4 + i % 3];
  }
}

// A 3 x 3 convolution for shapes that the library doesn't take: y = [relu](bias + filter * x), the filter
// being outputs x 3 x 3 x inputs, and zeros around x. A thread computes an element.
KERNEL convolve(const float* x, int height, int width, int inputs, const float* filter, const float* bias, int rectify,
                float* y, int outputs) {
  Index n = (Index)height * width * outputs;
  for (Index i = first(); i < n; i += step()) {
    int output = (int)(i % outputs);
    int column = (int)(i / outputs % width);
    int row = (int)(i / outputs / width);
    float sum = bias ? bias[output] : 0;
    for (int ky = 0; ky < 3; ky++) {
      for (int kx = 0; kx < 3; kx++) {
        int sy = row + ky - 1;
        int sx = column + kx - 1;
        if (sy < 0 || sy >= height || sx < 0 || sx >= width) {
          continue;
        }
        const float* source = x + ((Index)sy * width + sx) * inputs;
        const float* weights = filter + ((Index)output * 9 + ky * 3 + kx) * inputs;
        for (int c = 0; c < inputs; c++) {
          sum += source[c] * weights[c];
        }
      }
    }
    y[i] = rectify && sum < 0 ? 0 : sum;
  }
}

// y = relu(y + a bias a channel)
KERNEL add_bias_and_rectify(float* y, const float* bias, Index n, int channels) {
  for (Index i = first(); i < n; i += step()) {
    float sum = y[i] + bias[i % channels];
    y[i] = sum < 0 ? 0 : sum;
  }
}

// gradient = 0 where the activation isn't positive
KERNEL mask(float* gradient, const float* activation, Index n) {
  for (Index i = first(); i < n; i += step()) {
    if (!(activation[i] > 0)) {
      gradient[i] = 0;
    }
  }
}

// gradient += what arrived from above, and then the same
KERNEL add_and_mask(float* gradient, const float* arrived, const float* activation, Index n) {
  for (Index i = first(); i < n; i += step()) {
    gradient[i] = activation[i] > 0 ? gradient[i] + arrived[i] : 0;
  }
}

// Pools of 2 x 2 of rows of `columns` positions; every row of blocks has a row of y, of `width` positions. An odd row or
// column of x at the end is dropped.
KERNEL pool_maximum(const float* x, int columns, float* y, int width, int channels) {
  unsigned n = (unsigned)width * channels;
  for (unsigned i = (unsigned)first(); i < n; i += (unsigned)step()) {
    const float* upper = x + ((Index)blockIdx.y * 2 * columns + i / channels * 2) * channels + i % channels;
    const float* lower = upper + (Index)columns * channels;
    y[(Index)blockIdx.y * n + i] = fmaxf(fmaxf(upper[0], upper[channels]), fmaxf(lower[0], lower[channels]));
  }
}

KERNEL pool_average(const float* x, int columns, float* y, int width, int channels) {
  unsigned n = (unsigned)width * channels;
  for (unsigned i = (unsigned)first(); i < n; i += (unsigned)step()) {
    const float* upper = x + ((Index)blockIdx.y * 2 * columns + i / channels * 2) * channels + i % channels;
    const float* lower = upper + (Index)columns * channels;
    y[(Index)blockIdx.y * n + i] = 0.25f * ((upper[0] + upper[channels]) + (lower[0] + lower[channels]));
  }
}

__device__ inline void put_masked(float* gradient, const float* activation, Index at, float value, int add) {
  gradient[at] = activation[at] > 0 ? (add ? gradient[at] + value : value) : 0;
}

// A pool and the ReLU before it, backwards. Every row of blocks has two rows of x, and a thread a window of 2 x 2; where
// that is cut off, nothing came of it. Of equal maxima the first one gets the gradient.
KERNEL unpool(const float* x, int rows, int columns, const float* pooled, float* gradient, int channels, int average,
              int add) {
  unsigned n = ((unsigned)columns + 1) / 2 * channels;
  int row = (int)blockIdx.y * 2;
  for (unsigned i = (unsigned)first(); i < n; i += (unsigned)step()) {
    int column = (int)(i / channels) * 2;
    int channel = (int)(i % channels);
    Index at = ((Index)row * columns + column) * channels + channel;
    Index below = (Index)columns * channels;
    if (row + 1 >= rows || column + 1 >= columns) {
      put_masked(gradient, x, at, 0, add);
      if (column + 1 < columns) {
        put_masked(gradient, x, at + channels, 0, add);
      }
      if (row + 1 < rows) {
        put_masked(gradient, x, at + below, 0, add);
      }
      continue;
    }
    float value = pooled[((Index)blockIdx.y * (columns / 2) + column / 2) * channels + channel];
    float maximum = x[at];
    int chosen = 0;
    for (int k = 1; k < 4; k++) {
      float candidate = x[at + k / 2 * below + k % 2 * channels];
      if (candidate > maximum) {
        maximum = candidate;
        chosen = k;
      }
    }
    for (int k = 0; k < 4; k++) {
      float share = average ? 0.25f * value : k == chosen ? value : 0;
      put_masked(gradient, x, at + k / 2 * below + k % 2 * channels, share, add);
    }
  }
}

// y = x, every position multiplied by its weight
KERNEL weigh(const float* x, const float* weights, Index n, int channels, float* y) {
  for (Index i = first(); i < n; i += step()) {
    y[i] = x[i] * weights[i / channels];
  }
}

// gradient += factor * (a row of a value a channel) at every position, times its weight where there are weights
KERNEL add_row(float* gradient, const float* row, const float* weights, Index n, int channels, float factor) {
  for (Index i = first(); i < n; i += step()) {
    float weight = weights ? weights[i / channels] : 1;
    gradient[i] += factor * weight * row[i % channels];
  }
}

// gradient += factor * (x - target)
KERNEL add_difference(float* gradient, const float* x, const float* target, Index n, float factor) {
  for (Index i = first(); i < n; i += step()) {
    gradient[i] += factor * (x[i] - target[i]);
  }
}

// gradient += factor * x, as in squares_inside
KERNEL add_inside(float* gradient, const float* x, Index rows, Index length, Index from, Index inner, float factor) {
  for (Index i = first(); i < rows * inner; i += step()) {
    Index at = i / inner * length + from + i % inner;
    gradient[at] += factor * x[at];
  }
}

// ---- Total variation of an image of height rows of `length` elements, three a position. A thread has an element: its
// own differences to the right and below, and those that arrive from the left and from above.

__device__ inline float slope_of(float s, float exponent) {
  return exponent == 0.25f ? sqrtf(sqrtf(s)) : powf(s, exponent);
}

struct Differences {
  float dx;
  float dy;
  float slope;
};

__device__ inline Differences differences_at(const float* image, Index at, int length, float exponent) {
  Differences d;
  d.dx = image[at + 3] - image[at];
  d.dy = image[at + length] - image[at];
  d.slope = slope_of(d.dx * d.dx + d.dy * d.dy, exponent);
  return d;
}

// Of (dx^2 + dy^2)^power, with exponent = power - 1 and scale = 2 * power * factor.
KERNEL coupled_variation(const float* image, int height, int length, float exponent, double scale, float* gradient,
                         double* partial) {
  double sum = 0;
  for (Index i = first(); i < (Index)height * length; i += step()) {
    Index row = i / length;
    Index column = i % length;
    float slope = 0;
    if (row < height - 1 && column < length - 3) {
      Differences own = differences_at(image, i, length, exponent);
      sum += ((double)own.dx * own.dx + (double)own.dy * own.dy) * own.slope;
      slope -= own.slope * (own.dx + own.dy);
    }
    if (row < height - 1 && column >= 3) {
      Differences left = differences_at(image, i - 3, length, exponent);
      slope += left.slope * left.dx;
    }
    if (row > 0 && column < length - 3) {
      Differences above = differences_at(image, i - length, length, exponent);
      slope += above.slope * above.dy;
    }
    gradient[i] += (float)(scale * slope);
  }
  leave(sum_of_block(sum), partial);
}

__device__ inline double powered(double d, int power) {
  return power == 1 ? fabs(d) : d * d;
}

__device__ inline double slope_of_powered(double d, int power) {
  return power == 1 ? (d > 0) - (d < 0) : 2 * d;
}

// Of |dx|^power and |dy|^power, power being 1 or 2, each with its factor.
KERNEL separate_variation(const float* image, int height, int length, int power, double horizontal, double vertical,
                          float* gradient, double* partial) {
  double sum = 0;
  for (Index i = first(); i < (Index)height * length; i += step()) {
    Index row = i / length;
    Index column = i % length;
    double slope = 0;
    if (column < length - 3) {
      double dx = (double)image[i + 3] - image[i];
      sum += horizontal * powered(dx, power);
      slope -= horizontal * slope_of_powered(dx, power);
    }
    if (column >= 3) {
      slope += horizontal * slope_of_powered((double)image[i] - image[i - 3], power);
    }
    if (row < height - 1) {
      double dy = (double)image[i + length] - image[i];
      sum += vertical * powered(dy, power);
      slope -= vertical * slope_of_powered(dy, power);
    }
    if (row > 0) {
      slope += vertical * slope_of_powered((double)image[i] - image[i - length], power);
    }
    gradient[i] += (float)slope;
  }
  leave(sum_of_block(sum), partial);
}

// What the difference from the element at a distance adds to half of the sum, and to the gradient here.
__device__ inline void meet(int exists, const float* image, Index at, Index distance, double factor, double* sum,
                            double* slope) {
  if (exists) {
    double d = (double)image[at] - image[at + distance];
    *sum += factor * d * d / 2;
    *slope += 2 * factor * d;
  }
}

// Of squared differences from all eight neighbours, with the image's edges repeated once around it; every difference is
// met from both of its ends.
KERNEL nine_point_variation(const float* image, int height, int length, double straight, double diagonal,
                            float* gradient, double* partial) {
  double sum = 0;
  for (Index i = first(); i < (Index)height * length; i += step()) {
    Index row = i / length;
    Index column = i % length;
    int above = row > 0;
    int below = row < height - 1;
    int left = column >= 3;
    int right = column < length - 3;
    double in_row = straight + 2 * diagonal * (2 - above - below);
    double in_column = straight + 2 * diagonal * (2 - left - right);
    double slope = 0;
    meet(left, image, i, -3, in_row, &sum, &slope);
    meet(right, image, i, 3, in_row, &sum, &slope);
    meet(above, image, i, -length, in_column, &sum, &slope);
    meet(below, image, i, length, in_column, &sum, &slope);
    meet(above && left, image, i, -length - 3, diagonal, &sum, &slope);
    meet(above && right, image, i, -length + 3, diagonal, &sum, &slope);
    meet(below && left, image, i, length - 3, diagonal, &sum, &slope);
    meet(below && right, image, i, length + 3, diagonal, &sum, &slope);
    gradient[i] += (float)slope;
  }
  leave(sum_of_block(sum), partial);
}

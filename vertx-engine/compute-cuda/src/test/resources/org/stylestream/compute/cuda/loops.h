// Matrix products and convolutions by loops, written apart from the kernels.

#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace {

// target = keep * target + factor * A * B, column by column
inline void multiply(int rows, int columns, int inner, const void* left, const void* right, bool transposed, double factor,
              double keep, void* target) {
  const float* a = (const float*)left;
  const float* b = (const float*)right;
  float* c = (float*)target;
  std::vector<double> column(rows);
  for (int j = 0; j < columns; j++) {
    std::fill(column.begin(), column.end(), 0.0);
    for (int k = 0; k < inner; k++) {
      double value = transposed ? b[(size_t)k * columns + j] : b[(size_t)j * inner + k];
      for (int i = 0; i < rows; i++) {
        column[i] += a[(size_t)k * rows + i] * value;
      }
    }
    for (int i = 0; i < rows; i++) {
      float* place = c + (size_t)j * rows + i;
      *place = (float)((keep == 0 ? 0 : keep * *place) + factor * column[i]);
    }
  }
}

// A position's outputs gather in double precision, tap by tap.
inline void convolve_by_loops(int height, int width, int inputs, int outputs, const void* input, const void* filter,
                       const void* bias, bool rectified, void* output) {
  const float* x = (const float*)input;
  const float* w = (const float*)filter;
  const float* b = (const float*)bias;
  float* y = (float*)output;
  std::vector<float> turned((size_t)9 * inputs * outputs);
  for (int o = 0; o < outputs; o++) {
    for (size_t i = 0; i < (size_t)9 * inputs; i++) {
      turned[i * outputs + o] = w[(size_t)o * 9 * inputs + i];
    }
  }
  std::vector<double> sums(outputs);
  for (int row = 0; row < height; row++) {
    for (int column = 0; column < width; column++) {
      for (int o = 0; o < outputs; o++) {
        sums[o] = b ? b[o] : 0;
      }
      for (int tap = 0; tap < 9; tap++) {
        int sy = row + tap / 3 - 1;
        int sx = column + tap % 3 - 1;
        if (sy < 0 || sx < 0 || sy >= height || sx >= width) {
          continue;
        }
        for (int i = 0; i < inputs; i++) {
          double value = x[((size_t)sy * width + sx) * inputs + i];
          const float* weights = turned.data() + ((size_t)tap * inputs + i) * outputs;
          for (int o = 0; o < outputs; o++) {
            sums[o] += value * weights[o];
          }
        }
      }
      float* place = y + ((size_t)row * width + column) * outputs;
      for (int o = 0; o < outputs; o++) {
        place[o] = (float)(rectified && sums[o] < 0 ? 0 : sums[o]);
      }
    }
  }
}

}  // namespace

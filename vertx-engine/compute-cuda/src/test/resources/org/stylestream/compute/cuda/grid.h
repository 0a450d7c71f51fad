// The kernels on a processor, for their tests: what CUDA means by a grid of blocks of threads, one thread after the
// other. The threads of a block that wait for each other are coroutines. KERNEL_TABLE names every kernel.

#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

struct Size {
  unsigned x, y, z;
};

Size threadIdx, blockIdx, blockDim, gridDim;

// ---- Coroutines

const int MOST_THREADS = 256;
const size_t STACK = 64 * 1024;

struct Coroutine {
  jmp_buf place;
  bool started = false;
  bool done = false;
};

Coroutine coroutines[MOST_THREADS];
std::vector<char> stacks(MOST_THREADS* STACK);
ucontext_t origin;
jmp_buf scheduler;
int running;
std::function<void()> body;

void __syncthreads() {
  int self = running;
  if (!_setjmp(coroutines[self].place)) {
    _longjmp(scheduler, 1);
  }
  threadIdx = {(unsigned)self, 0, 0};
}

void enter() {
  body();
  coroutines[running].done = true;
  _longjmp(scheduler, 1);
}

// Runs a thread until it waits or ends.
void resume(int thread) {
  running = thread;
  threadIdx = {(unsigned)thread, 0, 0};
  if (_setjmp(scheduler)) {
    return;
  }
  if (coroutines[thread].started) {
    _longjmp(coroutines[thread].place, 1);
  }
  coroutines[thread].started = true;
  ucontext_t context;
  getcontext(&context);
  context.uc_stack.ss_sp = stacks.data() + thread * STACK;
  context.uc_stack.ss_size = STACK;
  context.uc_link = &origin;
  makecontext(&context, enter, 0);
  setcontext(&context);
}

// A kernel whose first thread never waits has none that does.
void run_block(int threads) {
  for (int t = 0; t < threads; t++) {
    coroutines[t].started = coroutines[t].done = false;
  }
  resume(0);
  if (coroutines[0].done) {
    for (int t = 1; t < threads; t++) {
      threadIdx = {(unsigned)t, 0, 0};
      body();
    }
    return;
  }
  for (int t = 1; t < threads; t++) {
    resume(t);
  }
  while (!coroutines[0].done) {
    for (int t = 0; t < threads; t++) {
      resume(t);
    }
  }
}

}  // namespace

#define __global__ __attribute__((visibility("hidden")))
#define __device__
#define __shared__ static

#pragma GCC diagnostic ignored "-Wunused-function"
namespace {
#include "kernels.cu"
}

namespace {

// ---- Launches

// A thread of a kernel with its arguments, which are copied as a launch does.
template <class... Arguments, size_t... I>
std::function<void()> bound(void (*kernel)(Arguments...), void** arguments, std::index_sequence<I...>) {
  auto values = std::make_tuple(*(typename std::remove_const<Arguments>::type*)arguments[I]...);
  return [kernel, values] { std::apply(kernel, values); };
}

template <class... Arguments>
std::function<void()> bound(void (*kernel)(Arguments...), void** arguments, int count) {
  if (count >= 0 && count != (int)sizeof...(Arguments)) {
    return nullptr;
  }
  return bound(kernel, arguments, std::index_sequence_for<Arguments...>());
}

// The kernel of a name; none if there is none, or if it has another number of arguments. A negative number is unknown.
std::function<void()> find_kernel(const std::string& name, void** arguments, int count) {
#define ENTRY(kernel) \
  if (name == #kernel) return bound(kernel, arguments, count);
  KERNEL_TABLE
  return nullptr;
}

// Runs all blocks of a grid.
void run_grid(std::function<void()> kernel, unsigned columns, unsigned rows, int threads) {
  body = kernel;
  gridDim = {columns, rows, 1};
  blockDim = {(unsigned)threads, 1, 1};
  for (unsigned y = 0; y < rows; y++) {
    for (unsigned x = 0; x < columns; x++) {
      blockIdx = {x, y, 0};
      run_block(threads);
    }
  }
}

}  // namespace

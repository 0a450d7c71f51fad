// The kernels on a processor, for their tests: what CUDA means by a grid of blocks of threads, one thread after the
// other. The threads of a block that wait for each other are coroutines. KERNEL_TABLE names every kernel.

#include <jni.h>
#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
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

template <class... Arguments, size_t... I>
void call(void (*kernel)(Arguments...), char** arguments, std::index_sequence<I...>) {
  kernel(*(typename std::remove_const<Arguments>::type*)arguments[I]...);
}

template <class... Arguments>
std::function<void()> prepared(void (*kernel)(Arguments...), std::vector<char*>& arguments) {
  if (arguments.size() != sizeof...(Arguments)) {
    return nullptr;
  }
  return [kernel, &arguments] { call(kernel, arguments.data(), std::index_sequence_for<Arguments...>()); };
}

std::function<void()> named(const std::string& name, std::vector<char*>& arguments) {
#define ENTRY(kernel) \
  if (name == #kernel) return prepared(kernel, arguments);
  KERNEL_TABLE
  return nullptr;
}

// ---- Memory between guards, of numbers that aren't any

const size_t GUARD = 256;
const unsigned char PATTERN = 0xa5;

struct Block {
  size_t bytes;
};

char* begin(jlong address) {
  return (char*)address - GUARD;
}

}  // namespace

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_org_stylestream_compute_cuda_HostGpu_##name

NATIVE(jlong, allocateMemory)(JNIEnv*, jclass, jlong bytes) {
  size_t whole = (bytes + 2 * GUARD + 255) / 256 * 256;
  char* block = (char*)aligned_alloc(256, whole);
  memset(block, PATTERN, whole);
  memset(block + GUARD, 0xff, bytes);
  ((Block*)block)->bytes = bytes;
  return (jlong)(block + GUARD);
}

NATIVE(jboolean, freeMemory)(JNIEnv*, jclass, jlong address) {
  char* block = begin(address);
  size_t bytes = ((Block*)block)->bytes;
  bool whole = true;
  for (size_t i = sizeof(Block); i < GUARD; i++) {
    whole = whole && (unsigned char)block[i] == PATTERN;
  }
  for (size_t i = 0; i < GUARD; i++) {
    whole = whole && (unsigned char)block[GUARD + bytes + i] == PATTERN;
  }
  free(block);
  return whole;
}

NATIVE(void, copyMemory)(JNIEnv*, jclass, jlong source, jlong target, jlong bytes) {
  memmove((void*)target, (void*)source, bytes);
}

NATIVE(void, clearMemory)(JNIEnv*, jclass, jlong target, jlong bytes) {
  memset((void*)target, 0, bytes);
}

NATIVE(jlong, addressOf)(JNIEnv* env, jclass, jobject buffer) {
  return (jlong)env->GetDirectBufferAddress(buffer);
}

NATIVE(jboolean, run)(JNIEnv* env, jclass, jstring kernel, jint columns, jint rows, jint threads, jlongArray slots,
                      jintArray starts) {
  const char* text = env->GetStringUTFChars(kernel, nullptr);
  std::string name(text);
  env->ReleaseStringUTFChars(kernel, text);
  std::vector<jlong> values(env->GetArrayLength(slots));
  env->GetLongArrayRegion(slots, 0, values.size(), values.data());
  std::vector<jint> places(env->GetArrayLength(starts));
  env->GetIntArrayRegion(starts, 0, places.size(), places.data());
  std::vector<char*> arguments;
  for (jint place : places) {
    arguments.push_back((char*)(values.data() + place));
  }
  body = named(name, arguments);
  if (!body) {
    return false;
  }
  gridDim = {(unsigned)columns, (unsigned)rows, 1};
  blockDim = {(unsigned)threads, 1, 1};
  for (unsigned y = 0; y < gridDim.y; y++) {
    for (unsigned x = 0; x < gridDim.x; x++) {
      blockIdx = {x, y, 0};
      run_block(threads);
    }
  }
  return true;
}

// target = keep * target + factor * A * B, column by column
NATIVE(void, multiply)(JNIEnv*, jclass, jint rows, jint columns, jint inner, jlong left, jlong right,
                       jboolean transposed, jdouble factor, jdouble keep, jlong target) {
  const float* a = (const float*)left;
  const float* b = (const float*)right;
  float* c = (float*)target;
  std::vector<double> column(rows);
  for (jint j = 0; j < columns; j++) {
    std::fill(column.begin(), column.end(), 0.0);
    for (jint k = 0; k < inner; k++) {
      double value = transposed ? b[(size_t)k * columns + j] : b[(size_t)j * inner + k];
      for (jint i = 0; i < rows; i++) {
        column[i] += a[(size_t)k * rows + i] * value;
      }
    }
    for (jint i = 0; i < rows; i++) {
      float* place = c + (size_t)j * rows + i;
      *place = (float)((keep == 0 ? 0 : keep * *place) + factor * column[i]);
    }
  }
}

// Written apart from the kernel: a position's outputs gather in double precision, tap by tap.
NATIVE(void, convolve)(JNIEnv*, jclass, jint height, jint width, jint inputs, jint outputs, jlong input, jlong filter,
                       jlong bias, jboolean rectified, jfloat keep, jlong output) {
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
        double sum = sums[o] + (keep == 0 ? 0 : keep * place[o]);
        place[o] = (float)(rectified && sum < 0 ? 0 : sum);
      }
    }
  }
}

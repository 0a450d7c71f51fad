// What HostGpu calls. Its memory lies between guards and begins as numbers that aren't any.

#include <jni.h>

#include "grid.h"
#include "loops.h"

namespace {

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
  std::vector<void*> arguments;
  for (jint place : places) {
    arguments.push_back(values.data() + place);
  }
  std::function<void()> thread = find_kernel(name, arguments.data(), arguments.size());
  if (!thread) {
    return false;
  }
  run_grid(thread, columns, rows, threads);
  return true;
}

NATIVE(void, multiply)(JNIEnv*, jclass, jint rows, jint columns, jint inner, jlong left, jlong right,
                       jboolean transposed, jdouble factor, jdouble keep, jlong target) {
  multiply(rows, columns, inner, (void*)left, (void*)right, transposed, factor, keep, (void*)target);
}

NATIVE(void, convolve)(JNIEnv*, jclass, jint height, jint width, jint inputs, jint outputs, jlong input, jlong filter,
                       jlong bias, jboolean rectified, jlong output) {
  convolve_by_loops(height, width, inputs, outputs, (void*)input, (void*)filter, (void*)bias, rectified,
                    (void*)output);
}

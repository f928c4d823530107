/* Trains a network with one hidden layer by plain loops over arrays, which the compiler vectorises.
 *
 * It is compiled for one job, whose numbers are macros:
 *   TRAIN_SIZE, TEST_SIZE          examples
 *   INPUTS, HIDDEN, CLASSES        units of each layer
 *   BATCH                          examples of a step
 *   EPOCHS                         passes over the training examples; 0 to evaluate only
 *   EVALUATIONS                    how often the test examples are evaluated
 *   RECTIFIED                      1: ReLU, softmax, cross-entropy, Adam; 0: sigmoid, quadratic loss, gradient descent
 *   RATE                           eta; for gradient descent times the examples of a step if the losses are summed
 *
 * Usage: c_loop FILE SEED. The file holds, as float32, the weights (inputs x units) of both layers and the inputs
 * for training and for the test, then, as int32, the labels of both. It prints the seconds of the training, share of
 * correct answers and quadratic loss in the test, and the seconds of each evaluation, one number a line.
 *
 * Rows and columns are padded to whole vectors; what is padded stays zero. */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PADDED(n) (((n) + 7) / 8 * 8)
enum { I = PADDED(INPUTS), H = PADDED(HIDDEN), C = PADDED(CLASSES) };
enum { ROWS = 4 }; /* Examples, or weights of as many inputs, that share what they load. */

typedef struct {
    float w1[I][H], b1[H], w2[H][C], b2[C];
} Parameters;
enum { COUNT = sizeof(Parameters) / sizeof(float) };

static Parameters parameters, gradients, first, second;
static float train_inputs[PADDED(TRAIN_SIZE)][I], test_inputs[PADDED(TEST_SIZE)][I];
static int32_t train_labels[PADDED(TRAIN_SIZE)], test_labels[PADDED(TEST_SIZE)], order[TRAIN_SIZE];
/* Of the examples of a step: a copy of the inputs, activations, deltas. */
static float batch_inputs[PADDED(BATCH)][I], a1[PADDED(BATCH)][H], a2[PADDED(BATCH)][C];
static float delta1[PADDED(BATCH)][H], delta2[PADDED(BATCH)][C];

#define INLINE static inline __attribute__((always_inline))

/* out += scale * a * b for ROWS rows of `out`, which have `width` columns like the `inner` rows of `b`. Entry (r, k)
 * of `a` is a[r * across + k * along]. The sums of a block of columns fit into registers. */
INLINE void multiply(float *out, int width, int inner, float scale, const float *a, int across, int along,
                     const float *b)
{
    const int block = width % 32 == 0 ? 32 : width % 16 == 0 ? 16 : 8;
    for (int start = 0; start < width; start += block) {
        float s0[32] = {0}, s1[32] = {0}, s2[32] = {0}, s3[32] = {0};
        for (int k = 0; k < inner; k++) {
            const float *from = a + k * along, *row = b + k * width + start;
            float x0 = from[0], x1 = from[across], x2 = from[2 * across], x3 = from[3 * across];
#pragma omp simd
            for (int u = 0; u < block; u++) {
                s0[u] += x0 * row[u];
                s1[u] += x1 * row[u];
                s2[u] += x2 * row[u];
                s3[u] += x3 * row[u];
            }
        }
        float *to = out + start;
        for (int u = 0; u < block; u++) {
            to[u] += scale * s0[u];
            to[width + u] += scale * s1[u];
            to[2 * width + u] += scale * s2[u];
            to[3 * width + u] += scale * s3[u];
        }
    }
}

/* Sigmoid of the first `units` of each row, zero for the rest. */
INLINE void sigmoid(float *z, int width, int units)
{
#pragma omp simd
    for (int i = 0; i < ROWS * width; i++) z[i] = 1.0f / (1.0f + expf(-z[i]));
    for (int r = 0; r < ROWS; r++)
        for (int u = units; u < width; u++) z[r * width + u] = 0.0f;
}

static void softmax(float z[ROWS][C])
{
    for (int r = 0; r < ROWS; r++) {
        float largest = z[r][0], sum = 0.0f;
        for (int c = 1; c < CLASSES; c++) largest = fmaxf(largest, z[r][c]);
        for (int c = 0; c < C; c++) z[r][c] = c < CLASSES ? expf(z[r][c] - largest) : 0.0f;
        for (int c = 0; c < CLASSES; c++) sum += z[r][c];
        for (int c = 0; c < C; c++) z[r][c] /= sum;
    }
}

/* Activations of ROWS examples. */
static void forward(float inputs[ROWS][I], float hidden[ROWS][H], float outputs[ROWS][C])
{
    for (int r = 0; r < ROWS; r++) memcpy(hidden[r], parameters.b1, sizeof parameters.b1);
    multiply(hidden[0], H, INPUTS, 1.0f, inputs[0], I, 1, parameters.w1[0]);
    if (RECTIFIED)
        for (int i = 0; i < ROWS * H; i++) hidden[0][i] = fmaxf(hidden[0][i], 0.0f);
    else
        sigmoid(hidden[0], H, HIDDEN);
    for (int r = 0; r < ROWS; r++) memcpy(outputs[r], parameters.b2, sizeof parameters.b2);
    multiply(outputs[0], C, HIDDEN, 1.0f, hidden[0], H, 1, parameters.w2[0]);
    if (RECTIFIED)
        softmax(outputs);
    else
        sigmoid(outputs[0], C, CLASSES);
}

/* Deltas of ROWS examples, those from row `r` of the batch; `transposed` is w2. */
static void backward(int r, const int32_t labels[ROWS], float transposed[C][H])
{
    for (int i = 0; i < ROWS; i++)
#pragma omp simd
        for (int c = 0; c < C; c++) {
            const float a = a2[r + i][c], error = a - (c == labels[i] ? 1.0f : 0.0f);
            delta2[r + i][c] = RECTIFIED ? error : error * a * (1.0f - a);
        }
    memset(delta1[r], 0, ROWS * sizeof delta1[r]);
    multiply(delta1[r], H, CLASSES, 1.0f, delta2[r], C, 1, transposed[0]);
    float *delta = delta1[r];
    const float *a = a1[r];
#pragma omp simd
    for (int i = 0; i < ROWS * H; i++)
        if (RECTIFIED)
            delta[i] = a[i] > 0.0f ? delta[i] : 0.0f;
        else
            delta[i] *= a[i] * (1.0f - a[i]);
}

/* Adds `scale` times the gradients, summed over the first `examples` rows of the batch, to `sum`. */
static void add_gradients(Parameters *sum, float scale, float (*inputs)[I], int examples)
{
#pragma omp for schedule(static) nowait
    for (int i = 0; i < INPUTS; i += ROWS) multiply(sum->w1[i], H, examples, scale, &inputs[0][i], 1, I, delta1[0]);
#pragma omp for schedule(static) nowait
    for (int h = 0; h < HIDDEN; h += ROWS) multiply(sum->w2[h], C, examples, scale, &a1[0][h], 1, H, delta2[0]);
#pragma omp single
    for (int r = 0; r < examples; r++) {
        for (int h = 0; h < H; h++) sum->b1[h] += scale * delta1[r][h];
        for (int c = 0; c < C; c++) sum->b2[c] += scale * delta2[r][c];
    }
}

/* Kingma and Ba's optimizer; leaves the gradients zero for the next step. */
static void adam(int step)
{
    const float decay1 = 0.9f, decay2 = 0.999f, epsilon = 1e-8f;
    const float unbias = sqrtf(1.0f - powf(decay2, step)), rate = RATE * unbias / (1.0f - powf(decay1, step));
    float *restrict p = (float *)&parameters, *restrict g = (float *)&gradients;
    float *restrict m = (float *)&first, *restrict v = (float *)&second;
#pragma omp for simd schedule(static)
    for (int i = 0; i < COUNT; i++) {
        m[i] = decay1 * m[i] + (1.0f - decay1) * g[i];
        v[i] = decay2 * v[i] + (1.0f - decay2) * g[i] * g[i];
        p[i] -= rate * m[i] / (sqrtf(v[i]) + epsilon * unbias);
        g[i] = 0.0f;
    }
}

/* One update from the examples from `start` in the order of the epoch. Every thread comes here. */
static void train_step(int start, int step)
{
    const int examples = TRAIN_SIZE - start < BATCH ? TRAIN_SIZE - start : BATCH;
    const int whole = BATCH == TRAIN_SIZE;
    float transposed[C][H];
    for (int c = 0; c < C; c++)
        for (int h = 0; h < H; h++) transposed[c][h] = parameters.w2[h][c];
#pragma omp for schedule(static)
    for (int r = 0; r < examples; r += ROWS) {
        int32_t labels[ROWS] = {0};
        for (int i = r; i < r + ROWS && i < examples; i++) {
            labels[i - r] = train_labels[order[start + i]];
            if (!whole) memcpy(batch_inputs[i], train_inputs[order[start + i]], sizeof batch_inputs[i]);
        }
        forward(whole ? &train_inputs[r] : &batch_inputs[r], &a1[r], &a2[r]);
        backward(r, labels, transposed);
    }
    float(*inputs)[I] = whole ? train_inputs : batch_inputs;
    if (RECTIFIED) {
        add_gradients(&gradients, 1.0f / examples, inputs, examples);
        adam(step);
    } else
        add_gradients(&parameters, -(float)RATE / examples, inputs, examples);
}

/* Fisher and Yates's shuffle, with Marsaglia's xorshift. */
static void shuffle(uint64_t *state)
{
    for (int i = TRAIN_SIZE - 1; i > 0; i--) {
        *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
        int j = *state % (uint64_t)(i + 1), kept = order[i];
        order[i] = order[j], order[j] = kept;
    }
}

static void train(uint64_t random)
{
    for (int i = 0; i < TRAIN_SIZE; i++) order[i] = i;
#pragma omp parallel
    for (int epoch = 0, step = 1; epoch < EPOCHS; epoch++) {
        if (BATCH < TRAIN_SIZE) {
#pragma omp single
            shuffle(&random);
        }
        for (int start = 0; start < TRAIN_SIZE; start += BATCH) train_step(start, step++);
    }
}

/* Share of the test examples that the network gets right; adds up the quadratic loss, too. */
static double evaluate(double *total)
{
    int correct = 0;
    double loss = 0.0;
#pragma omp parallel for schedule(static) reduction(+ : correct, loss)
    for (int r = 0; r < TEST_SIZE; r += ROWS) {
        float hidden[ROWS][H], outputs[ROWS][C];
        forward(&test_inputs[r], hidden, outputs);
        for (int i = 0; i < ROWS && r + i < TEST_SIZE; i++) {
            int best = 0;
            float squares = 0.0f;
            for (int c = 0; c < CLASSES; c++) {
                float error = outputs[i][c] - (c == test_labels[r + i]);
                squares += error * error;
                if (outputs[i][c] > outputs[i][best]) best = c;
            }
            loss += 0.5 * squares;
            correct += best == test_labels[r + i];
        }
    }
    *total = loss;
    return (double)correct / TEST_SIZE;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

/* Reads `rows` rows of `columns` numbers of four bytes; in memory, rows are `width` apart. */
static void read_rows(FILE *file, void *to, int rows, int columns, int width)
{
    for (int r = 0; r < rows; r++)
        if (fread((char *)to + 4ul * r * width, 4, columns, file) != (size_t)columns) {
            fprintf(stderr, "the data file is too short\n");
            exit(1);
        }
}

int main(int count, char **arguments)
{
    FILE *file = count == 3 ? fopen(arguments[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: c_loop FILE SEED\n");
        return 1;
    }
    read_rows(file, parameters.w1, INPUTS, HIDDEN, H);
    read_rows(file, parameters.w2, HIDDEN, CLASSES, C);
    read_rows(file, train_inputs, TRAIN_SIZE, INPUTS, I);
    read_rows(file, test_inputs, TEST_SIZE, INPUTS, I);
    read_rows(file, train_labels, 1, TRAIN_SIZE, TRAIN_SIZE);
    read_rows(file, test_labels, 1, TEST_SIZE, TEST_SIZE);
    fclose(file);

    double loss, start = now();
    train(0x9e3779b97f4a7c15u + strtoull(arguments[2], NULL, 10));
    printf("%.9f\n", now() - start);
    double accuracy = evaluate(&loss);
    printf("%.9f\n%.9f\n", accuracy, loss);
    for (int i = 0; i < EVALUATIONS; i++) {
        start = now();
        evaluate(&loss);
        printf("%.9f\n", now() - start);
    }
    return 0;
}

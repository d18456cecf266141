/* SPDX-License-Identifier: GPL-3.0-or-later */
/* media_bench.c: import of a folder of sound files, and writing a bounce.
 *
 *     media_bench FOLDER [THREADS] */
#include "media/import.h"
#include "media/soundout.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1024, BLOCK = 1 << 16 };

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static double
cpu(void)
{
    struct rusage use;

    getrusage(RUSAGE_SELF, &use);
    return use.ru_utime.tv_sec + use.ru_stime.tv_sec
           + (use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1e-6;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static size_t
list(const char *folder, struct import_job jobs[], const char *project)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    while (dir && count < MOST && (entry = readdir(dir))) {
        char path[8192];
        const char *dot = strrchr(entry->d_name, '.');

        if (!dot || strcmp(dot, ".wav") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        jobs[count++] = (struct import_job){
            .path = strdup(path), .project = project, .rate = 48000};
    }
    if (dir)
        closedir(dir);
    return count;
}

static void
bench_import(const char *folder, unsigned threads)
{
    static struct import_job jobs[MOST];
    static struct import_result results[MOST];
    char project[] = "./media-bench-XXXXXX";
    int64_t bytes = 0;

    if (!mkdtemp(project))
        exit(1);
    const size_t count = list(folder, jobs, project);
    for (int pass = 0; pass < 2; pass++) { /* the first warms the page cache */
        const double used = cpu();
        const double start = now();
        const enum status status = import_many(jobs, count, threads, results);

        bytes = 0;
        for (size_t i = 0; i < count; i++) {
            bytes += results[i].count ? results[i].sources->bytes : 0;
            import_result_clear(&results[i]);
        }
        printf("import of %zu files, %.2f GB: %.2f s, %.2f s of processor, %s\n",
               count, (double)bytes * 1e-9, now() - start, cpu() - used,
               status_name(status));
        nftw(project, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        if (pass == 0 && mkdir(project, 0700) != 0)
            exit(1);
    }
}

static void
bench_output(void)
{
    static const char *const bits[] = {"16", "24", "32f"};
    static float left[BLOCK];
    static float right[BLOCK];
    const float *const from[] = {left, right};

    for (int i = 0; i < BLOCK; i++) {
        left[i] = (float)rand() / (float)RAND_MAX - 0.5f;
        right[i] = -left[i];
    }
    for (int b = SOUNDOUT_16; b <= SOUNDOUT_FLOAT; b++) {
        const struct soundout_spec spec = {.format = SOUNDOUT_WAV,
                                           .bits = (enum soundout_bits)b,
                                           .rate = 48000,
                                           .channels = 2,
                                           .replace = true};
        struct soundout *out;
        const int blocks = 1000;
        const double start = now();

        if (soundout_open(&out, "./media-bench.wav", &spec, NULL) != ST_OK)
            exit(1);
        for (int i = 0; i < blocks; i++)
            if (soundout_write(out, from, BLOCK, NULL, NULL) != ST_OK)
                exit(1);
        const double written = now();
        if (soundout_close(out, NULL, NULL) != ST_OK)
            exit(1);
        const double bytes = (double)blocks * BLOCK * 2 * (b + 2);
        printf("output of %s bits: %.2f GB/s written, %.2f with fsync\n", bits[b],
               bytes * 1e-9 / (written - start), bytes * 1e-9 / (now() - start));
        unlink("./media-bench.wav");
    }
}

int
main(int argc, char **argv)
{
    if (argc > 1)
        bench_import(argv[1], argc > 2 ? (unsigned)atoi(argv[2]) : 0);
    bench_output();
    return 0;
}

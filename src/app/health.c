/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/health.h"

#include "base/text.h"
#include "media/soundfile.h"
#include "model/check.h"
#include "model/tables.h"
#include "render/sources.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

struct look {
    void (*found)(void *user, const struct fault *fault);
    void *user;
    struct health *health;
};

static void
tell(void *user, const struct fault *fault)
{
    struct look *look = user;

    look->health->found++;
    look->found(look->user, fault);
}

/* XXH3-128 of a file's bytes, as import wrote it down. */
static bool
hash_file(const char *path, char text[33])
{
    enum { PIECE = 1 << 18 };
    FILE *file = fopen(path, "rbe");
    XXH3_state_t *state = XXH3_createState();
    char *piece = malloc(PIECE);
    bool whole = file && state && piece;
    size_t got;

    if (whole) {
        XXH3_128bits_reset(state);
        while ((got = fread(piece, 1, PIECE, file)) > 0)
            XXH3_128bits_update(state, piece, got);
        whole = !ferror(file);
        const XXH128_hash_t hash = XXH3_128bits_digest(state);
        snprintf(text, 33, "%016llx%016llx", (unsigned long long)hash.high64,
                 (unsigned long long)hash.low64);
    }
    free(piece);
    XXH3_freeState(state);
    if (file)
        fclose(file);
    return whole;
}

static void
replaced(struct look *look, const struct row_source *source, const char *what)
{
    struct fault fault;

    fault_set(&fault, ST_DIFFERS, source->path, "%s", what);
    fault_remedy(&fault, _("put the original file back"));
    tell(look, &fault);
}

static void
look_at_source(struct look *look, const struct session *session,
               const struct row_source *source, bool hash)
{
    const char *folder = session_folder(session);
    char path[SOURCES_PATH_SIZE], text[33];
    struct fault fault;
    struct stat info;

    look->health->sources++;
    if (sources_look(folder, source, &fault)
        || sources_path(folder, source, path, &fault))
        tell(look, &fault);
    else if (source->bytes > 0 && stat(path, &info) == 0
             && info.st_size != source->bytes)
        replaced(look, source, _("was replaced: another size"));
    else if (hash && source->hash[0]
             && (!hash_file(path, text) || strcmp(text, source->hash) != 0))
        replaced(look, source, _("has other bytes than it had"));
}

/* A step that does not match its checksum. */
static void
look_at_step(void *user, const struct step *step)
{
    struct fault fault;

    if (step->sound)
        return;
    fault_set(&fault, ST_DAMAGED, step->label,
              _("edit %lld of the history is damaged"), (long long)step->number);
    fault_remedy(&fault, _("the song itself is whole: remanence check --repair"));
    tell(user, &fault);
}

static enum status
look_at_all(struct look *look, struct session *session, bool hash,
            struct fault *fault)
{
    const struct model *model = session_model(session);
    size_t count;

    for (enum table table = 0; table < TABLE_COUNT; table++) {
        model_rows(model, table, &count);
        look->health->rows += count;
    }
    (void)model_check_all(model, tell, look);
    const struct row_source *sources = model_rows(model, TABLE_SOURCE, &count);
    for (size_t i = 0; i < count; i++)
        look_at_source(look, session, &sources[i], hash);
    return store_history(session_store(session), look_at_step, look, fault);
}

/* What opening for writing would say, without opening for writing. */
static void
tell_damage(struct look *look, struct session *session)
{
    const struct fault *damage = store_damage(session_store(session));
    const size_t lost = store_lost(session_store(session));
    struct fault fault;

    if (!damage)
        return;
    fault = *damage;
    fault_remedy(&fault, _("remanence check --repair mends what can be mended"));
    tell(look, &fault);
    if (lost == 0)
        return;
    fault_set(&fault, ST_DAMAGED, session_folder(session),
              _("%zu rows or steps cannot be read"), lost);
    fault_remedy(&fault, _("remanence check --repair mends what can be mended"));
    tell(look, &fault);
}

enum status
health_check(const char *folder, bool hash,
             void (*found)(void *user, const struct fault *fault), void *user,
             struct health *health, struct fault *fault)
{
    struct look look = {found, user, health};
    struct session *session;

    *health = (struct health){0};
    enum status status = session_open(&session, folder, STORE_READ_ONLY, fault);
    if (status)
        return status;
    tell_damage(&look, session);
    status = look_at_all(&look, session, hash, fault);
    session_close(session);
    if (status)
        return status;
    return health->found ? ST_DAMAGED : ST_OK;
}

void
health_offline(const struct session *session,
               void (*found)(void *user, const struct fault *fault), void *user)
{
    size_t count;
    const struct row_source *sources =
        model_rows(session_model(session), TABLE_SOURCE, &count);
    struct fault fault;

    for (size_t i = 0; i < count; i++)
        if (sources_look(session_folder(session), &sources[i], &fault))
            found(user, &fault);
}

/* --- repair ------------------------------------------------------------------- */

struct seek {
    const char *folder;
    bool (*known)(void *to, const char *path);
    void (*add)(void *to, const struct orphan *orphan);
    void *to;
};

/* The file's name without its ending: a take's name, if nothing better is known. */
static void
base_name(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/');

    snprintf(name, size, "%s", slash ? slash + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot && dot != name)
        *dot = '\0';
}

static void
offer(const struct seek *seek, const char *path)
{
    char full[PATH_SIZE], name[PATH_SIZE];
    struct soundfile *file;
    struct fault ignored;

    if (seek->known(seek->to, path)
        || snprintf(full, sizeof full, "%s/%s", seek->folder, path) >= PATH_SIZE
        || soundfile_open(&file, full, &ignored))
        return;
    const struct soundfile_info *info = soundfile_info(file);
    const struct sound_origin *origin = soundfile_origin(file);
    const char *track = origin->has ? origin->description : "";

    base_name(path, name, sizeof name);
    if (info->raw && info->frames > 0) {
        const struct orphan orphan = {
            .path = path,
            .track = track[0] ? track : name,
            .name = name,
            .start = origin->has ? origin->time_reference : 0,
            .length = info->frames,
            .channels = info->channels,
            .bytes = info->bytes,
        };
        seek->add(seek->to, &orphan);
    }
    soundfile_close(file);
}

static void
look_in_audio(void *user, bool (*known)(void *to, const char *path),
              void (*add)(void *to, const struct orphan *orphan), void *to)
{
    const struct seek seek = {user, known, add, to};
    char path[PATH_SIZE];
    struct dirent **names;

    snprintf(path, sizeof path, "%s/audio", seek.folder);
    const int count = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
            snprintf(path, sizeof path, "audio/%s", names[i]->d_name);
            offer(&seek, path);
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}

enum status
health_repair(const char *folder, struct repair *report, struct fault *fault)
{
    const struct repair_files files = {look_in_audio, (void *)folder};

    return store_repair(folder, &files, report, fault);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a project comes to be open: made, checked, copied for a reader. */
#include "base/id.h"
#include "base/text.h"
#include "store/checkpoint.h"
#include "store/db.h"
#include "store/internal.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "store/salvage.h"
#include "store/schema.h"
#include "store/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *
user_name(void)
{
    struct passwd entry, *user = NULL;
    char bytes[4096];

    if (getpwuid_r(geteuid(), &entry, bytes, sizeof bytes, &user) == 0 && user)
        return strdup(user->pw_name);
    return strdup("");
}

/* SQLite is given the whole path: relative ones may begin with «file:», and a
 * program may change its directory. */
static enum status
new_store(struct store **out, const char *folder, enum store_mode mode,
          struct fault *fault)
{
    struct store *store = calloc(1, sizeof *store);
    char *whole = realpath(folder, NULL);
    const int error = errno;

    *out = NULL;
    if (!whole) {
        free(store);
        return fault_errno(fault, error, folder);
    }
    if (store) {
        store->mode = mode;
        store->folder = strdup(folder);
        store->author = user_name();
        if (asprintf(&store->path, "%s/project.db", whole) < 0)
            store->path = NULL;
    }
    free(whole);
    if (!store || !store->folder || !store->author || !store->path) {
        store_close(store);
        return fault_errno(fault, ENOMEM, folder);
    }
    *out = store;
    return ST_OK;
}

static enum status
no_project(const char *folder, struct fault *fault)
{
    fault_set(fault, ST_KIND, folder, _("not a Remanence project"));
    fault_remedy(fault,
                 _("name the project's folder, the one with project.db in it"));
    return ST_KIND;
}

/* A folder, with a plain file in it that can be read. */
static enum status
look_at_file(const struct store *store, struct fault *fault)
{
    struct stat file;
    const int fd = open(store->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ENXIO
                   ? no_project(store->folder, fault)
                   : fault_errno(fault, errno, store->path);
    const bool plain = fstat(fd, &file) == 0 && S_ISREG(file.st_mode);

    close(fd);
    return plain ? ST_OK : no_project(store->folder, fault);
}

static void
advise(struct fault *fault, enum status status, enum store_mode mode)
{
    if (status == ST_DAMAGED)
        fault_remedy(fault,
                     mode == STORE_WRITE ? _(
                         "open it read-only, or mend it: remanence check --repair")
                                         : _("mend it: remanence check --repair"));
}

/* Whose database it is, and of which version. */
static enum status
identify(sqlite3 *db, const char *where, int64_t *version, struct fault *fault)
{
    int64_t application = 0, pages = 0;
    struct head head;
    int rc = db_int(db, "PRAGMA application_id", &application);

    if (rc == SQLITE_OK)
        rc = db_int(db, "PRAGMA user_version", version);
    if (rc == SQLITE_OK)
        rc = db_int(db, "PRAGMA page_count", &pages);
    if (rc != SQLITE_OK)
        return db_fault(db, rc, where, fault);
    if (pages == 0)
        return fault_set(fault, ST_DAMAGED, where, _("the database is empty"));
    const bool known = application == SCHEMA_APPLICATION;

    if (known && *version == SCHEMA_VERSION)
        return ST_OK;
    /* Tables of this version that say so themselves: it is the header that is
     * wrong. */
    if (head_read(db, &head, where, NULL) == ST_OK)
        return fault_set(fault, ST_DAMAGED, where,
                         _("the database's header is damaged"));
    return known && *version >= 0 ? ST_OK : no_project(where, fault);
}

static enum status
say_newer(const char *where, int64_t version, struct fault *fault)
{
    fault_set(
        fault, ST_NEWER, where,
        _("made by a newer Remanence (format %" PRId64 ", this one writes %d)"),
        version, SCHEMA_VERSION);
    fault_remedy(fault, _("use that version, or open it read-only"));
    return ST_NEWER;
}

static int
is_stopped(void *user)
{
    return store_stop_wanted(user);
}

/* Whatever SQLite made of it: it looks once in so many steps of a statement. */
static enum status
or_stopped(const struct store *store, enum status status, struct fault *fault)
{
    return store_stop_wanted(store->stop)
               ? fault_set(fault, ST_CANCELLED, store->folder, _("cancelled"))
               : status;
}

/* Two programs that read at once see one state of it. */
static enum status
check_all(struct store *store, struct fault *fault)
{
    enum { STEPS = 1000 }; /* of SQLite's machine: some 20 µs */

    if (store->stop)
        sqlite3_progress_handler(store->db, STEPS, is_stopped, store->stop);
    enum status status = db_exec(store->db, "BEGIN", store->folder, fault);

    if (status != ST_OK)
        return or_stopped(store, status, fault);
    status = verify(store->db, &store->head, store->folder, fault);
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    return or_stopped(store, status, fault);
}

void
store_opened(struct store *store)
{
    store->stop = NULL;
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
}

static enum status
make_rows(struct store *store, struct fault *fault)
{
    if (rows_prepare(&store->rows, store->db, SCHEMA_VERSION, store->folder)
        == ST_OK)
        return ST_OK;
    return fault_errno(fault, ENOMEM, store->folder);
}

/* The writer's own: a log, and someone to carry it over. */
static enum status
begin_writing(struct store *store, struct fault *fault)
{
    enum status status =
        db_exec(store->db, "PRAGMA journal_mode=WAL", store->folder, fault);

    if (status == ST_OK)
        status = db_fault(store->db,
                          db_int(store->db, "PRAGMA data_version", &store->version),
                          store->folder, fault);
    if (status == ST_OK
        && checkpoint_new(&store->checkpoint, store->db, store->path) != ST_OK)
        status = fault_errno(fault, ENOMEM, store->folder);
    if (status == ST_OK)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    return status;
}

/* Nothing is written before all is checked: not even a log that is found carried
 * over. */
static enum status
connect_writer(struct store *store, int64_t *version, struct fault *fault)
{
    enum status status = db_open(&store->db, store->path, DB_WRITE, fault);

    if (status != ST_OK)
        return status;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return db_fault(store->db, SQLITE_READONLY, store->folder, fault);
    status = identify(store->db, store->folder, version, fault);
    if (status == ST_OK && *version > SCHEMA_VERSION)
        return say_newer(store->folder, *version, fault);
    return status;
}

static enum status
open_writer(struct store *store, struct fault *fault)
{
    int64_t version = 0;
    enum status status = lock_take(&store->lock, store->folder, fault);

    if (status == ST_OK && !snapshot_may_be_written(store->path))
        status = fault_set(fault, ST_DAMAGED, store->folder,
                           _("the database's header is damaged"));
    if (status == ST_OK)
        status = connect_writer(store, &version, fault);
    if (status == ST_OK && version < SCHEMA_VERSION) {
        store_stop_writes(store->stop);
        status = migrate(store->db, version, store->path, store->folder,
                         store->author, fault);
        store->db = NULL;
        if (status == ST_OK)
            status = connect_writer(store, &version, fault);
    }
    if (status == ST_OK)
        status = check_all(store, fault);
    if (status == ST_OK)
        status = make_rows(store, fault);
    if (status == ST_OK)
        status = begin_writing(store, fault);
    return status;
}

/* What can't be taken as it is, is read row by row into a database of this
 * version. */
static enum status
read_otherwise(struct store *store, int64_t version, struct fault *fault)
{
    sqlite3 *whole = NULL;
    struct repair report = {0};
    enum status status = db_open(&whole, NULL, DB_MEMORY, fault);

    if (status == ST_OK && version != SCHEMA_VERSION)
        status = migrate_into(whole, store->db, version, store->folder,
                              store->author, fault);
    else if (status == ST_OK)
        status = salvage(whole, store->db, store->path, store->folder,
                         store->author, &report, fault);
    db_close(store->db);
    store->db = whole;
    store->lost = report.rows_lost + report.steps_lost;
    /* Nothing at all is no song to look at. */
    if (status == ST_OK && version == SCHEMA_VERSION && report.rows_read == 0) {
        if (fault)
            *fault = store->damage;
        return ST_DAMAGED;
    }
    return status == ST_OK ? check_all(store, fault) : status;
}

static enum status
open_reader(struct store *store, struct fault *fault)
{
    struct fault *damage = &store->damage;
    int64_t version = SCHEMA_VERSION;
    enum status status
        = snapshot_take(&store->db, store->folder, store->path, damage);

    if (status == ST_OK)
        status = identify(store->db, store->folder, &version, damage);
    if (status == ST_OK && version == SCHEMA_VERSION)
        status = check_all(store, damage);
    if (status == ST_DAMAGED)
        status = read_otherwise(store, SCHEMA_VERSION, fault);
    else if (status == ST_OK && version != SCHEMA_VERSION)
        status = read_otherwise(store, version, fault);
    else if (status != ST_OK && fault)
        *fault = *damage;
    if (status == ST_OK)
        status = db_fault(store->db,
                          db_int(store->db, "PRAGMA data_version", &store->version),
                          store->folder, fault);
    return status == ST_OK ? make_rows(store, fault) : status;
}

enum status
store_open(struct store **out, const char *folder, enum store_mode mode,
           struct fault *fault)
{
    return store_open_until(out, folder, mode, NULL, fault);
}

enum status
store_open_until(struct store **out, const char *folder, enum store_mode mode,
                 struct store_stop *stop, struct fault *fault)
{
    struct store *store;
    enum status status = new_store(&store, folder, mode, fault);

    *out = NULL;
    if (status != ST_OK)
        return status;
    store->stop = stop;
    status = look_at_file(store, fault);
    if (status == ST_OK)
        status = mode == STORE_WRITE ? open_writer(store, fault)
                                     : open_reader(store, fault);
    if (status != ST_OK) {
        advise(fault, status, mode);
        store_close(store);
        return status;
    }
    *out = store;
    return ST_OK;
}

static const char *const FOLDERS[] = {"audio", "peaks", "bounces"};

static enum status
fill_database(const char *path, const char *where, const struct edit *first,
              struct fault *fault)
{
    sqlite3 *db = NULL;
    sqlite3_session *session = NULL;
    struct rows *rows = NULL;
    char *author = user_name();
    size_t count;
    const struct change *changes = edit_changes(first, &count);
    enum status status = db_open(&db, path, DB_NEW, fault);

    if (status == ST_OK)
        status
            = db_exec(db, "PRAGMA auto_vacuum=NONE; PRAGMA journal_mode=WAL; BEGIN",
                      where, fault);
    if (status == ST_OK)
        status = schema_create(db, where, fault);
    if (status == ST_OK
        && (!author || rows_prepare(&rows, db, SCHEMA_VERSION, where) != ST_OK
            || record_new(&session, db) != ST_OK))
        status = fault_errno(fault, ENOMEM, where);
    for (size_t i = 0; i < count && status == ST_OK; i++)
        if (changes[i].row)
            status = rows_put(rows, changes[i].table, changes[i].row, fault);
    if (status == ST_OK)
        status = record_root(db, session, rows, edit_label(first), author, where,
                             fault);
    record_free(session);
    if (status == ST_OK)
        status = db_exec(db, "COMMIT", where, fault);
    rows_finalize(rows);
    free(author);
    if (db_close(db) != SQLITE_OK && status == ST_OK)
        status = fault_errno(fault, EIO, where);
    return status;
}

/* Take a half-made project away again: nothing in it is the user's yet. */
static void
remove_made(const char *folder)
{
    static const char *const FILES[]
        = {"project.db", "project.db-wal", "project.db-shm", "project.lock"};
    char path[PATH_MAX];

    for (size_t i = 0; i < COUNT(FILES); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, FILES[i]);
        unlink(path);
    }
    for (size_t i = 0; i < COUNT(FOLDERS); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, FOLDERS[i]);
        rmdir(path);
    }
    rmdir(folder);
}

static enum status
fill_folder(const char *folder, const char *where, const struct edit *first,
            struct fault *fault)
{
    char path[PATH_MAX];

    for (size_t i = 0; i < COUNT(FOLDERS); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, FOLDERS[i]);
        if (mkdir(path, 0777) != 0)
            return fault_errno(fault, errno, where);
    }
    snprintf(path, sizeof path, "%s/project.db", folder);
    return fill_database(path, where, first, fault);
}

/* Put it in its place at once, and on nothing else's. */
static enum status
move_in(const char *from, const char *to, struct fault *fault)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return ST_OK;
    if (errno != EINVAL && errno != ENOSYS)
        return fault_errno(fault, errno, to);
    /* A file system that can't promise it: rename() still takes no full folder. */
    return rename(from, to) == 0 ? ST_OK : fault_errno(fault, errno, to);
}

static enum status
make_and_move(const char *made, const char *name, const struct edit *first,
              struct fault *fault)
{
    const char *is = made;
    enum status status;

    if (mkdir(made, 0777) != 0)
        return fault_errno(fault, errno, name);
    status = fill_folder(made, name, first, fault);
    if (status == ST_OK)
        status = move_in(made, name, fault);
    if (status == ST_OK)
        status = folder_sync(is = name, fault);
    if (status != ST_OK)
        remove_made(is);
    return status;
}

enum status
store_create(struct store **out, const char *folder, const struct edit *first,
             struct fault *fault)
{
    struct stat there;
    char *name = strdup(folder), *made = NULL;
    enum status status;

    *out = NULL;
    for (size_t end = name ? strlen(name) : 0; end > 1 && name[end - 1] == '/';)
        name[--end] = '\0';
    if (!name || asprintf(&made, "%s.%" PRIx64, name, id_new()) < 0) {
        free(name);
        return fault_errno(fault, ENOMEM, folder);
    }
    if (lstat(name, &there) == 0)
        status = fault_errno(fault, EEXIST, folder);
    else
        status = make_and_move(made, name, first, fault);
    if (status == ST_OK)
        status = store_open(out, name, STORE_WRITE, fault);
    free(made);
    free(name);
    return status;
}

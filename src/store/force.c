/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every project's database begins alike: SQLite gives the same pages to the same
 * statements, and no table ever moves.  So header and schema, which make a database
 * unreadable where they are damaged, and dangerous where they are hostile, can be
 * had from a new one. */
#include "base/text.h"
#include "store/db.h"
#include "store/schema.h"
#include "store/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 4096, LARGEST = 1 << 30 };

struct image {
    unsigned char *bytes; /* of sqlite3_malloc64() */
    sqlite3_int64 size;
};

static bool
read_file(struct image *image, const char *path)
{
    struct stat file;
    sqlite3_int64 done = 0;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return false;
    if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_size <= LARGEST) {
        image->size = file.st_size;
        image->bytes = sqlite3_malloc64((sqlite3_uint64)image->size + 1);
    }
    while (image->bytes && done < image->size) {
        const ssize_t got
            = read(fd, image->bytes + done, (size_t)(image->size - done));

        if (got <= 0)
            break;
        done += got;
    }
    close(fd);
    image->size = done;
    return image->bytes != NULL;
}

/* Pages of the new database that are no table's: the first, and the schema's. */
static bool
is_root(sqlite3 *fresh, int64_t page)
{
    int rc;
    sqlite3_stmt *from =
        db_prepare(fresh, "SELECT 1 FROM sqlite_master WHERE rootpage=?", &rc);

    if (!from)
        return true;
    sqlite3_bind_int64(from, 1, page);
    const bool root = sqlite3_step(from) == SQLITE_ROW;

    sqlite3_finalize(from);
    return root;
}

static void
write_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* Make the image begin as `fresh` does, and be as long as it is. */
static enum status
put_beginning(struct image *image, sqlite3 *fresh)
{
    sqlite3_int64 size = 0;
    unsigned char *begin = sqlite3_serialize(fresh, "main", &size, 0);

    if (!begin)
        return ST_NO_MEM;
    image->size -= image->size % PAGE;
    if (image->size < size) {
        sqlite3_free(begin);
        return ST_DAMAGED;
    }
    for (sqlite3_int64 at = 0; at < size; at += PAGE)
        if (!is_root(fresh, at / PAGE + 1))
            memcpy(image->bytes + at, begin + at, PAGE);
    sqlite3_free(begin);
    write_u32(image->bytes + 28, (uint32_t)(image->size / PAGE));
    write_u32(image->bytes + 92, 1); /* the length is to be believed: for this */
    write_u32(image->bytes + 24, 1); /* change counter */
    write_u32(image->bytes + 32, 0); /* no free pages: none will be needed */
    write_u32(image->bytes + 36, 0);
    return ST_OK;
}

static enum status
open_image(sqlite3 **out, struct image *image, const char *where,
           struct fault *fault)
{
    sqlite3 *fresh = NULL, *db = NULL;
    enum status status = db_open(&fresh, NULL, DB_MEMORY, fault);

    if (status == ST_OK)
        status = db_exec(fresh, "PRAGMA auto_vacuum=NONE", where, fault);
    if (status == ST_OK)
        status = schema_create(fresh, where, fault);
    if (status == ST_OK && (status = put_beginning(image, fresh)) != ST_OK)
        fault_set(fault, status, where, _("too little is left of the database"));
    db_close(fresh);
    if (status == ST_OK)
        status = db_open(&db, NULL, DB_MEMORY, fault);
    if (status != ST_OK)
        return status;
    const int rc = sqlite3_deserialize(
        db, "main", image->bytes, image->size, image->size,
        SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);

    image->bytes = NULL; /* freed by SQLite, whether it took it or not */
    if (rc == SQLITE_OK) {
        *out = db;
        return ST_OK;
    }
    status = db_fault(db, rc, where, fault);
    db_close(db);
    return status;
}

enum status
snapshot_force(sqlite3 **out, sqlite3 *db, const char *path, const char *where,
               struct fault *fault)
{
    struct image image = {0};
    enum status status;

    *out = NULL;
    if (db)
        image.bytes = sqlite3_serialize(db, "main", &image.size, 0);
    if (!image.bytes && !read_file(&image, path))
        return fault_errno(fault, errno ? errno : ENOMEM, where);
    status = open_image(out, &image, where, fault);
    sqlite3_free(image.bytes);
    return status;
}

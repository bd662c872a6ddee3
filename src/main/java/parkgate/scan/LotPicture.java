package parkgate.scan;

import java.util.Map;

/**
 * A lot as PostgreSQL knows it, to be installed in Redis.
 *
 * @param adjustment cars without a session
 * @param atMs the last change, unix milliseconds
 * @param stays packed, by root credential id
 */
record LotPicture(long epoch, long lastSeq, int adjustment, long atMs, Map<String, String> stays) {}

package civiz.web;

/**
 * What the log knows of one of its lines without inflating it.
 *
 * @param position its number in this process's log, without gaps when appended, never used twice
 * @param seq      its number in the feed's epoch; -1 for what came in by the open door
 * @param at       when it entered the feed, Unix milliseconds
 * @param id       hash code of the post's id, 0 on other kinds: says where a look is worthwhile, never decides
 * @param author   hash code of the post's author's id, 0 where there is none
 */
record Line(long position, long seq, long at, int id, int author) {}

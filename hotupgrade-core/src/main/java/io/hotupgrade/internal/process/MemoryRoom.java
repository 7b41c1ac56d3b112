package io.hotupgrade.internal.process;

/**
 * How much memory somebody still grants to processes of this user.
 *
 * @param source who, for people
 * @param limit how many bytes there are in total
 * @param free how many of them are free, or can be made free without harm
 */
record MemoryRoom(String source, long limit, long free) {

}

package io.hotupgrade.autoconfigure.page;

/**
 * What a request has to bring to show that it comes from the application's own page
 * (CSRF).
 *
 * @param header the name of the header
 * @param value its value
 */
record PageToken(String header, String value) {

}

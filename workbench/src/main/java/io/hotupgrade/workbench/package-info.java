/**
 * Programs that put the sample application to work: {@code java -jar workbench.jar} with
 * {@code demo}, {@code soak} or {@code overhead}.
 */
package io.hotupgrade.workbench;

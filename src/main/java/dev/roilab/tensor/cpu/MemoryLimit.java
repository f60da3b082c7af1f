package dev.roilab.tensor.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much native memory an engine may take. Without a limit of our own the operating system sets one: it ends the
 * whole program, and a study that is started again ends at the same trial again.
 */
final class MemoryLimit {
    private MemoryLimit() {}

    /**
     * What {@code -XX:MaxDirectMemorySize} says, the Java machine's own word for memory outside its heap; without it,
     * what the machine or its container has beside the heap, but at least half of all.
     */
    static long bytes() {
        var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long said = Long.parseLong(options.getVMOption("MaxDirectMemorySize").getValue());
        if (said > 0) {
            return said;
        }
        long all =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.max(all / 2, all - Runtime.getRuntime().maxMemory());
    }
}

package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;

/** What the processor multiplies in hardware. */
final class InstructionSets {
    /** Those that oneDNN emulates bf16 on are left out: emulated, it is slower than 32 bits. */
    private static final Set<cpu_isa> WITH_BF16 = Set.of(
            cpu_isa.avx512_core_bf16,
            cpu_isa.avx10_1_512,
            cpu_isa.avx512_core_fp16,
            cpu_isa.avx10_1_512_amx,
            cpu_isa.avx512_core_amx,
            cpu_isa.avx10_1_512_amx_fp16,
            cpu_isa.avx512_core_amx_fp16);

    private InstructionSets() {}

    static boolean have(Precision precision) {
        return switch (precision) {
            case F32 -> true;
            case TF32 -> false;
            case BF16 -> WITH_BF16.contains(dnnl.get_effective_cpu_isa().intern());
        };
    }

    /**
     * The precision itself.
     *
     * @throws IllegalArgumentException if the hardware lacks it
     */
    static Precision require(Precision wanted) {
        if (!have(wanted)) {
            throw new IllegalArgumentException("this processor, with %s at best, has no %s"
                    .formatted(
                            dnnl.get_effective_cpu_isa().intern(), wanted.name().toLowerCase(Locale.ROOT)));
        }
        return wanted;
    }
}

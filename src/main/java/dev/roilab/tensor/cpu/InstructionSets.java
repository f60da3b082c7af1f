package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the processor multiplies in hardware. */
final class InstructionSets {
    private static final Logger LOG = LoggerFactory.getLogger(InstructionSets.class);

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

    /** The precision itself where the hardware has it, otherwise 32 bits, with a warning. */
    static Precision supported(Precision wanted) {
        if (have(wanted)) {
            return wanted;
        }
        if (wanted == Precision.TF32) {
            LOG.warn("precision tf32 is of GPUs; a processor computes in f32");
        } else {
            LOG.warn(
                    "precision bf16 needs a processor with AVX512_BF16 or AMX; this one has {} at best, where bf16"
                            + " would be slower than f32, so f32 is used",
                    dnnl.get_effective_cpu_isa().intern());
        }
        return Precision.F32;
    }
}

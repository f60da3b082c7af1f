package dev.roilab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.HiddenLayers;
import dev.roilab.detect.region.RegionSampler;
import dev.roilab.detect.region.SamplingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The structure that docs/architecture.md describes, kept by force. */
class ArchitectureTest {
    /** Each package may use only those before it. */
    private static final List<String> LAYERS = List.of(
            "file",
            "statistics",
            "geometry",
            "yaml",
            "measure",
            "timing",
            "tensor",
            "autograd",
            "nn",
            "compress",
            "roi",
            "backbone",
            "neck",
            "data",
            "rpn",
            "proposal",
            "eval",
            "train",
            "task",
            "detect",
            "model",
            "study",
            "result",
            "claim",
            "run",
            "report",
            "cli");

    /** Rooms that have been divided; a folder of more classes than this is several rooms again. */
    private static final List<String> DIVIDED =
            List.of("data", "train", "task", "detect", "model", "study", "result", "claim", "run", "report");

    private static final int MOST_CLASSES = 25;

    /** Longer than this, a file is more than one thing. */
    private static final int LONGEST_FILE = 400;

    /** Also where a profile has a build folder of its own, which ArchUnit's own option does not know. */
    private static final ImportOption PROGRAM = location -> !location.contains("/test-classes/");

    private static final JavaClasses CLASSES = new ClassFileImporter(List.of(PROGRAM)).importPackages("dev.roilab");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.roilab.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Inside {@code data} the list of data sets knows its kinds, and they know what a sample is. */
    @Test
    void foldersHaveNoCyclesEither() {
        DescribedPredicate<JavaClass> data = JavaClass.Predicates.resideInAPackage("dev.roilab.data..");
        slices().matching("dev.roilab.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(data, data)
                .check(CLASSES);
    }

    @Test
    void arrowsPointDownward() {
        for (int layer = 0; layer < LAYERS.size() - 1; layer++) {
            String[] later = LAYERS.subList(layer + 1, LAYERS.size()).stream()
                    .map(name -> "dev.roilab." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("dev.roilab." + LAYERS.get(layer) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(CLASSES);
        }
    }

    /**
     * A system is one folder: no other line in main knows it, but for the list that names all of them. Faster R-CNN has
     * a Fast R-CNN in it, and Mask R-CNN a Faster R-CNN, by their papers, and say so in their code.
     */
    @Test
    void systemsAreKnownToTheirListAlone() {
        slices().matching("dev.roilab.model.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        JavaClass.Predicates.resideInAPackage("dev.roilab.model.fasterrcnn"),
                        JavaClass.Predicates.resideInAPackage("dev.roilab.model.fastrcnn"))
                .ignoreDependency(
                        JavaClass.Predicates.resideInAPackage("dev.roilab.model.maskrcnn"),
                        JavaClass.Predicates.resideInAnyPackage(
                                "dev.roilab.model.fasterrcnn", "dev.roilab.model.fastrcnn"))
                .check(CLASSES);
        noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("dev.roilab.model..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.roilab.model.*..")
                .check(CLASSES);
    }

    /** Rooms of tasks whose answers have boxes, or that know annotated objects until data is of any task. */
    private static final String[] OBJECTS = {
        "dev.roilab.task.detection..",
        "dev.roilab.task.instance..",
        "dev.roilab.task.classification..",
        "dev.roilab.task.localization..",
        "dev.roilab.task.pose..",
        "dev.roilab.task.segmentation..",
        "dev.roilab.geometry..",
        "dev.roilab.eval..",
        "dev.roilab.roi..",
        "dev.roilab.data..",
        "dev.roilab.rpn..",
        "dev.roilab.proposal..",
        "dev.roilab.detect..",
        "dev.roilab.model.*.."
    };

    /** What harness, results and reports know of a problem comes through its task; results of before had but one. */
    @Test
    void generalRoomsKnowTasksByTheirContract() {
        noClasses()
                .that()
                .resideOutsideOfPackages(OBJECTS)
                .and()
                .doNotHaveFullyQualifiedName("dev.roilab.result.FormerResults")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.roilab.geometry..",
                        "dev.roilab.eval..",
                        "dev.roilab.task.detection..",
                        "dev.roilab.task.instance..",
                        "dev.roilab.task.classification..",
                        "dev.roilab.task.localization..",
                        "dev.roilab.task.pose..")
                .check(CLASSES);
    }

    @Test
    void theContractKnowsNoTask() {
        noClasses()
                .that()
                .resideInAPackage("dev.roilab.task")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.roilab.task.detection..",
                        "dev.roilab.task.instance..",
                        "dev.roilab.task.classification..",
                        "dev.roilab.task.localization..",
                        "dev.roilab.task.pose..",
                        "dev.roilab.task.segmentation..",
                        "dev.roilab.geometry..",
                        "dev.roilab.proposal..",
                        "dev.roilab.eval..",
                        "dev.roilab.roi..",
                        "dev.roilab.backbone..",
                        "dev.roilab.compress..")
                .check(CLASSES);
    }

    /** What they ask of a system is its {@code Recipe}; what detectors are made of is theirs. */
    @Test
    void theHarnessKnowsNoPartOfADetector() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.roilab.run..", "dev.roilab.study..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.roilab.roi..",
                        "dev.roilab.compress..",
                        "dev.roilab.detect.staged..",
                        "dev.roilab.detect.crop..",
                        "dev.roilab.detect.postprocessing..",
                        "dev.roilab.model.*..")
                .orShould()
                .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(
                        FixedBoxes.class,
                        HeadSettings.class,
                        HiddenLayers.class,
                        RegionSampler.class,
                        SamplingSettings.class))
                .check(CLASSES);
    }

    @Test
    void trainingKnowsNoTask() {
        noClasses()
                .that()
                .resideInAPackage("dev.roilab.train..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.roilab.geometry..",
                        "dev.roilab.proposal..",
                        "dev.roilab.eval..",
                        "dev.roilab.roi..",
                        "dev.roilab.backbone..",
                        "dev.roilab.compress..")
                .check(CLASSES);
    }

    @Test
    void reportsReadResultsAndRunNothing() {
        noClasses()
                .that()
                .resideInAPackage("dev.roilab.report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.roilab.run..", "dev.roilab.train..", "dev.roilab.tensor..")
                .check(CLASSES);
    }

    @Test
    void dividedRoomsStaySmall() throws IOException {
        List<String> tooFull = new ArrayList<>();
        for (String room : DIVIDED) {
            try (var folders = Files.walk(Path.of("src/main/java/dev/roilab", room))) {
                for (Path folder : folders.filter(Files::isDirectory).toList()) {
                    try (var files = Files.list(folder)) {
                        long classes = files.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("package-info.java"))
                                .count();
                        if (classes > MOST_CLASSES) {
                            tooFull.add(folder + ": " + classes);
                        }
                    }
                }
            }
        }
        assertThat(tooFull).as("folders of more than %d classes", MOST_CLASSES).isEmpty();
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(CLASSES)
                .extracting(JavaClass::getPackageName)
                .filteredOn(name -> name.startsWith("dev.roilab."))
                .allSatisfy(name -> assertThat(LAYERS).contains(name.split("\\.", -1)[2]));
    }

    @Test
    void nothingUsesTheCopiesInsideNd4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j.shade..")
                .as("old versions with known faults, docs/dependencies.md")
                .check(CLASSES);
    }

    @Test
    void onlyTheEnginesTouchNativeCompute() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.roilab.tensor..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bytedeco.dnnl..", "org.bytedeco.pytorch..", "java.lang.foreign..", "jdk.incubator..")
                .check(CLASSES);
    }

    @Test
    void onlyDataAndProposalsTouchOpenCv() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.roilab.data..", "dev.roilab.proposal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.opencv..")
                .check(CLASSES);
    }

    @Test
    void onlyReportsDraw() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.roilab.report..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.knowm.xchart..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrintsOrExits() {
        noClasses()
                .that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("dev.roilab.cli..")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void filesStaySmall() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (var files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long lines = Files.readAllLines(file).size();
                if (lines > LONGEST_FILE) {
                    tooLong.add(file + ": " + lines);
                }
            }
        }
        assertThat(tooLong).as("files of more than %d lines", LONGEST_FILE).isEmpty();
    }
}

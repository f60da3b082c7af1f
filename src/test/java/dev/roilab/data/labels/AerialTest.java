package dev.roilab.data.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.Dataset;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.TrueObjects;
import dev.roilab.testing.ReferenceData;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The aerial pictures of Humans in the Loop, whose file of classes has other colours than the maps. */
@Tag("slow")
class AerialTest {
    private static final String TILES = "images: \"*/images\", maps: \"*/masks\", test_groups: [Tile 6], ";

    private static LabelMapsSettings settings(String keys) {
        return MapFiles.settings(TILES + keys);
    }

    @Test
    void oneLineTellsThatTheFileOfClassesIsNotOfTheseMaps() {
        Path root = ReferenceData.path("data/aerial");
        assertThat(DataSets.lint(settings("class_file: classes.json"), Optional.of(root))
                        .errors())
                .containsExactly(
                        "classes.json: 99.3 % of all pixels, in 54 of 54 maps, have colours of no class: #8429F6 39.1 %, #E2A929 31.1 %, #3C1098 11.9 %, #FEDD3A 9.6 %, #6EC1E4 7.7 %, #000000 1675 pixels (first in Tile 3/masks/image_part_006.png), the first in Tile 1/masks/image_part_001.png; of the classes, Water #50E3C2, Land (unpaved area) #F5A623, Road #DE597F, Building #D0021B, Vegetation #417505 are in no map: classes.json is of maps with other colours; correct the colours of the classes (data.classes: [{name: Road, colour: \"#6EC1E4\"}, ...]), or leave these pixels out by data.unknown: ignore");
    }

    @Test
    void theColoursThatAreThereGiveMapsInParts() {
        Path root = ReferenceData.path("data/aerial");
        Dataset<TrueObjects> data = DataSets.load(
                settings(
                        "classes: [{name: Building, colour: \"#3C1098\"}, {name: Land, colour: \"#8429F6\"}, {name: Road,"
                                + " colour: \"#6EC1E4\"}, {name: Vegetation, colour: \"#FEDD3A\"}, {name: Water, colour:"
                                + " \"#E2A929\"}, {name: Unlabeled, colour: \"#9B9B9B\"}], ignored: [Unlabeled], unknown: ignore,"
                                + " crop: {side: 256}"),
                Optional.of(root));
        assertThat(data.classes()).containsExactly("Building", "Land", "Road", "Vegetation", "Water");
        assertThat(data.train()).hasSize(648).noneMatch(sample -> sample.id().startsWith("Tile 6"));
        assertThat(data.test()).hasSize(144).allMatch(sample -> sample.id().startsWith("Tile 6"));
        assertThat(data.warnings())
                .containsExactly(
                        "data.classes: 1675 pixels, in 5 of 54 maps, have colours of no class: #000000 1675 pixels (first in Tile 3/masks/image_part_006.png); they are ignored");
        assertThat(data.remarks())
                .contains(
                        "train maps: Building 14.1 %, Land 42.1 %, Road 9.2 %, Vegetation 4.7 %, Water 29.2 %; ignored 0.8 %",
                        "test maps: Building 1.8 %, Land 25.0 %, Road 0.8 %, Vegetation 32.4 %, Water 39.8 %; ignored 0.3 %");
    }
}

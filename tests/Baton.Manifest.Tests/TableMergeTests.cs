using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests;

public class TableMergeTests
{
    [Fact]
    public void Tables_are_merged_key_by_key_and_everything_else_is_replaced_with_its_place()
    {
        var below = Parsed.Toml("a = [1, 2]\n[t]\nx = 1\ny = 2\n[t.u]\nz = 1\n").Root!;
        var above = Parsed.Toml("\n\n\n\n\n\n\na = [3]\nt = { y = 5, u = { w = 1 } }\nn = 1\n").Root!;

        Assert.Equal(
            [
                "8:1 a = 8:5 an array", "2:2 t = 2:1 a table", "3:1 x = 3:5 an integer", "9:7 y = 9:11 an integer",
                "5:4 u = 5:1 a table", "6:1 z = 6:5 an integer", "9:20 w = 9:24 an integer", "10:1 n = 10:5 an integer",
            ],
            Parsed.Places(TableMerge.Over(below, above)));
    }

    [Fact]
    public void A_table_and_another_value_replace_each_other()
    {
        var table = Parsed.Toml("[a]\nx = 1\n").Root!;
        var number = Parsed.Toml("a = 1\n").Root!;

        Assert.IsType<IntegerNode>(TableMerge.Over(table, number).Find("a")!.Value);
        Assert.IsType<TableNode>(TableMerge.Over(number, table).Find("a")!.Value);
    }
}

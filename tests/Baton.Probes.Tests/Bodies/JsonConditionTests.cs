using System.Text;
using Baton.Probes.Bodies;

namespace Baton.Probes.Tests.Bodies;

public class JsonConditionTests
{
    private const string Sample = """
        {"status":"ok","queue":{"length":42,"big":900719925474099312,"list":[{"up":true},{"up":false}]},"none":null,"odd name.x":1,"tiny":1e-400,"huge":1e400,"twice":1,"twice":2}
        """;

    [Theory]
    [InlineData("$")]
    [InlineData("$.status")]
    [InlineData("$.status == \"ok\"")]
    [InlineData("$.status==\"ok\"")]
    [InlineData("$.status != \"down\"")]
    [InlineData("$.status != 1")]
    [InlineData("$.queue.length < 43")]
    [InlineData("$.queue.length <= 42")]
    [InlineData("$.queue.length > 41.5")]
    [InlineData("$.queue.length >= 42")]
    [InlineData("$.queue.length == 4.2e1")]
    [InlineData("$.queue.big == 900719925474099312")]
    [InlineData("$.queue.big != 900719925474099313")]
    [InlineData("$.queue.list[0].up == true")]
    [InlineData("$.queue.list[1]['up'] == false")]
    [InlineData("$.none == null")]
    [InlineData("$['odd name.x'] == 1")]
    [InlineData("$.tiny < 1")]
    [InlineData("$.huge > 1")]
    [InlineData("$.twice == 2")]
    public void What_holds_holds(string condition) => Assert.Null(JsonCondition.Parse(condition).ProblemOf(Encoding.UTF8.GetBytes(Sample)));

    [Theory]
    [InlineData("$.status == \"down\"", "$.status is \"ok\", not \"down\"")]
    [InlineData("$.status != \"ok\"", "$.status is \"ok\"")]
    [InlineData("$.status == 1", "$.status is \"ok\", not 1")]
    [InlineData("$.status > 1", "$.status is \"ok\", which is no number")]
    [InlineData("$.queue.length < 42", "$.queue.length is 42, not < 42")]
    [InlineData("$.queue == 1", "not 1")]
    [InlineData("$.missing", "$ has no member \"missing\"")]
    [InlineData("$.queue.missing.more", "$.queue has no member \"missing\"")]
    [InlineData("$.queue.list[2]", "$.queue.list has 2 elements and no [2]")]
    [InlineData("$.status.more", "$.status is a text, which has no member \"more\"")]
    [InlineData("$.none.more", "$.none is null, which has no member \"more\"")]
    [InlineData("$.queue[0]", "$.queue is an object, which has no [0]")]
    public void What_does_not_is_told_precisely(string condition, string problem) =>
        Assert.Contains(problem, JsonCondition.Parse(condition).ProblemOf(Encoding.UTF8.GetBytes(Sample)), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "its body is not JSON")]
    [InlineData("<html>", "its body is not JSON")]
    [InlineData("{\"a\":1} x", "its body is not JSON")]
    [InlineData("{\"a\":\"\\ud800\"}", "cannot be read")]
    public void A_body_that_cannot_be_read_is_told(string body, string problem) =>
        Assert.Contains(problem, JsonCondition.Parse("$.a == \"x\"").ProblemOf(Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);

    [Fact]
    public void A_body_nested_without_end_is_no_json() =>
        Assert.Contains("not JSON", JsonCondition.Parse("$.a").ProblemOf(Encoding.UTF8.GetBytes(new string('[', 60000))), StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Null(JsonCondition.Parse("$.a == 1").ProblemOf("\uFEFF{\"a\":1}"u8.ToArray()));

    [Theory]
    [InlineData("", "1 to 1000 characters")]
    [InlineData("status", "a path begins with \"$\" (character 1)")]
    [InlineData("$.", "after \".\" comes a name")]
    [InlineData("$..a", "(character 3)")]
    [InlineData("$.*", "(character 3)")]
    [InlineData("$.a[", "comes a number")]
    [InlineData("$.a[-1]", "comes a number")]
    [InlineData("$.a[*]", "comes a number")]
    [InlineData("$.a[99999999999]", "comes a number")]
    [InlineData("$['a", "without")]
    [InlineData("$.a = 1", "after the path comes")]
    [InlineData("$.a 1", "after the path comes")]
    [InlineData("$.a ==", "compared with is")]
    [InlineData("$.a == ok", "compared with is")]
    [InlineData("$.a == [1]", "compared with is")]
    [InlineData("$.a == 1 2", "compared with is")]
    [InlineData("$.a < \"b\"", "\"<\" compares with a number (character 5)")]
    public void Anything_else_is_refused_with_its_place(string condition, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => JsonCondition.Parse(condition)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_path_of_many_steps_is_refused() => Assert.Throws<FormatException>(() => JsonCondition.Parse("$" + string.Concat(Enumerable.Repeat("[0]", 33))));
}

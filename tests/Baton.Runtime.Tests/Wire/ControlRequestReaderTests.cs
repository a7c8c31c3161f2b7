using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Wire;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Wire;

public class ControlRequestReaderTests
{
    [Theory]
    [InlineData("\"Version\"", typeof(ControlRequest.Version))]
    [InlineData("{\"Version\":null}", typeof(ControlRequest.Version))]
    [InlineData(" \t\"Info\" \r", typeof(ControlRequest.Info))]
    [InlineData("{ \"Info\" : null }", typeof(ControlRequest.Info))]
    [InlineData("\"Clear\"", typeof(ControlRequest.Clear))]
    [InlineData("{\"Clear\":null}", typeof(ControlRequest.Clear))]
    public void A_request_without_fields_is_a_text_or_an_object_with_null(string line, Type kind) => Assert.IsType(kind, Read(line));

    [Fact]
    public void Both_generations_of_add_are_read()
    {
        Assert.Equal(new ControlRequest.Add(Id(First), "/bin/sleep", true), Read($$$"""{"Add":{"id":"{{{First}}}","path":"/bin/sleep","privileged":true}}"""));
        Assert.Equal(new ControlRequest.Add(Id(First), "/bin/sleep", false), Read($$$"""{"Add":{"id":"{{{First}}}","path":"/bin/sleep"}}"""));
        Assert.Equal(new ControlRequest.Add(Id(First), "p", false), Read($$"""{"Add":["{{First}}","p",false]}"""));
        Assert.Equal(new ControlRequest.Add(Id(First), "p", false), Read($$"""{"Add":["{{First}}","p"]}"""));
    }

    [Theory]
    [InlineData("\"high\"", InstancePriority.High)]
    [InlineData("\"normal\"", InstancePriority.Normal)]
    [InlineData("\"low\"", InstancePriority.Low)]
    [InlineData("{\"low\":null}", InstancePriority.Low)]
    [InlineData("null", null)]
    public void A_start_has_a_priority_or_none(string priority, InstancePriority? expected) =>
        Assert.Equal(new ControlRequest.Start(Id(First), expected), Read($$$"""{"Start":{"id":"{{{First}}}","priority":{{{priority}}}}}"""));

    [Fact]
    public void A_start_may_be_the_number_alone()
    {
        Assert.Equal(new ControlRequest.Start(Id(First), null), Read($$"""{"Start":"{{First}}"}"""));
        Assert.Equal(new ControlRequest.Start(Id(First), null), Read($$$"""{"Start":{"id":"{{{First}}}"}}"""));
        Assert.Equal(new ControlRequest.Start(Id(First), InstancePriority.Low), Read($$"""{"Start":["{{First}}","low"]}"""));
    }

    [Fact]
    public void Requests_about_one_instance_are_read()
    {
        Assert.Equal(new ControlRequest.Stop(Id(First)), Read($$"""{"Stop":"{{First}}"}"""));
        Assert.Equal(new ControlRequest.Remove(Id(First)), Read($$"""{"Remove":"{{First}}"}"""));
        Assert.Equal(new ControlRequest.Stdout(Id(First)), Read($$"""{"Stdout":"{{First}}"}"""));
    }

    [Theory]
    [InlineData("0195FC7B-33E6-70E3-BEE1-000000000001")]
    [InlineData("0195fc7b33e670e3bee1000000000001")]
    [InlineData("{0195fc7b-33e6-70e3-bee1-000000000001}")]
    [InlineData("urn:uuid:0195fc7b-33e6-70e3-bee1-000000000001")]
    public void A_number_is_a_UUID_in_any_of_its_forms(string text) => Assert.Equal(new ControlRequest.Stop(Id(First)), Read($$"""{"Stop":"{{text}}"}"""));

    [Theory]
    [InlineData(" 0195fc7b-33e6-70e3-bee1-000000000001")]
    [InlineData("0x95fc7b-33e6-70e3-bee1-000000000001")]
    [InlineData("+195fc7b-33e6-70e3-bee1-000000000001")]
    [InlineData("(0195fc7b-33e6-70e3-bee1-000000000001)")]
    [InlineData("{0195fc7b33e670e3bee1000000000001}")]
    [InlineData("urn:uuid:{0195fc7b-33e6-70e3-bee1-000000000001}")]
    [InlineData("0195fc7b-33e6-70e3-bee1-00000000000")]
    [InlineData("")]
    public void What_only_resembles_a_UUID_is_none(string text) => AssertRefused($$"""{"Stop":"{{text}}"}""");

    [Fact]
    public void All_zeros_are_a_UUID() => Assert.Equal(new ControlRequest.Stop(default), Read("""{"Stop":"00000000-0000-0000-0000-000000000000"}"""));

    [Fact]
    public void Links_go_to_instances_and_addresses_perhaps_from_one_sender()
    {
        Assert.Equal(new ControlRequest.Link("a::T", new LinkTarget.Local(Id(First)), null), Read($$$"""{"Link":{"type_name":"a::T","to":"{{{First}}}"}}"""));
        Assert.Equal("[::1]:2662", TargetText.Of(Assert.IsType<ControlRequest.Link>(Read("""{"Link":{"type_name":"","to":"[::1]:2662","from":null}}""")).To));
        Assert.Equal(new ControlRequest.Link("T", new LinkTarget.Local(Id(First)), Id(Second)), Read($$$"""{"Link":{"type_name":"T","to":"{{{First}}}","from":"{{{Second}}}"}}"""));
        Assert.Equal(new ControlRequest.Unlink("T", new LinkTarget.Local(Id(First)), Id(Second)), Read($$"""{"Unlink":["T","{{First}}","{{Second}}"]}"""));
    }

    [Fact]
    public void An_upload_has_a_length_and_32_bytes_of_hash()
    {
        var hash = string.Join(',', Enumerable.Range(0, 32));

        var read = Assert.IsType<ControlRequest.AddWithBinary>(Read($$$"""{"AddWithBinary":{"hash":[{{{hash}}}],"length":25,"id":"{{{First}}}"}}"""));

        Assert.Equal((Id(First), 25, false), (read.Id, read.Length, read.IsPrivileged));
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (byte)i), read.Hash.ToArray());
    }

    [Fact]
    public void Fields_come_in_any_order_and_unknown_ones_are_left_out_of_account() =>
        Assert.Equal(
            new ControlRequest.Add(Id(First), "p", true),
            Read($$$"""{"Add":{"more":{"deep":[1,{"id":2}]},"privileged":true,"path":"p","x":null,"id":"{{{First}}}"}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Version")]
    [InlineData("\"version\"")]
    [InlineData("\"Reboot\"")]
    [InlineData("\"Add\"")]
    [InlineData("\"Version\" \"Version\"")]
    [InlineData("\"Version\"x")]
    [InlineData("\"Version\",")]
    [InlineData("'Version'")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{\"Version\":{}}")]
    [InlineData("{\"Version\":null,}")]
    [InlineData("{\"Version\":null,\"Info\":null}")]
    [InlineData("{\"Version\":null")]
    [InlineData("/* a comment */ \"Version\"")]
    [InlineData("{\"Reboot\":null}")]
    [InlineData("{\"Stop\":null}")]
    [InlineData("{\"Stop\":7}")]
    [InlineData("{\"Stop\":\"x\"}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\":null}")]
    [InlineData("\"a\tb\"")]
    public void What_is_no_request_is_refused_with_a_place(string line) => AssertRefused(line);

    [Theory]
    [InlineData("{\"path\":\"p\",\"privileged\":false}", "missing field `id`")]
    [InlineData("{\"id\":\"$\",\"privileged\":false}", "missing field `path`")]
    [InlineData("{\"id\":\"$\",\"id\":\"$\",\"path\":\"p\"}", "duplicate field `id`")]
    [InlineData("{\"id\":\"$\",\"path\":\"p\",\"privileged\":null}", "expected a boolean")]
    [InlineData("{\"id\":\"$\",\"path\":\"p\",\"privileged\":\"true\"}", "expected a boolean")]
    [InlineData("{\"id\":\"$\",\"path\":7}", "expected a text")]
    [InlineData("{\"id\":\"$\",\"path\":null}", "expected a text")]
    [InlineData("[\"$\"]", "missing field `path`")]
    [InlineData("[\"$\",\"p\",false,1]", "more than 3 fields")]
    [InlineData("\"$\"", "its fields are an object")]
    public void Missing_duplicate_and_wrong_fields_are_told(string fields, string expected) =>
        Assert.StartsWith(expected, AssertRefused($$"""{"Add":{{fields.Replace("$", First)}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("25.0")]
    [InlineData("1e2")]
    [InlineData("9223372036854775808")]
    [InlineData("\"25\"")]
    [InlineData("null")]
    public void A_length_is_a_whole_number_that_is_not_negative(string length) =>
        AssertRefused($$$"""{"AddWithBinary":{"id":"{{{First}}}","length":{{{length}}},"hash":[{{{string.Join(',', new int[32])}}}],"privileged":false}}""");

    [Theory]
    [InlineData(31, "0")]
    [InlineData(33, "0")]
    [InlineData(32, "256")]
    [InlineData(32, "-1")]
    [InlineData(32, "\"1\"")]
    public void A_hash_is_32_small_numbers(int count, string each) =>
        AssertRefused($$$"""{"AddWithBinary":{"id":"{{{First}}}","length":1,"hash":[{{{string.Join(',', Enumerable.Repeat(each, count))}}}]}}""");

    [Fact]
    public void A_target_that_is_none_has_a_text_of_its_own() =>
        Assert.StartsWith("data did not match any variant of untagged enum LinkTarget at line 1 column ", AssertRefused("""{"Link":{"type_name":"T","to":"localhost:1"}}"""), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        Assert.Null(ControlRequestReader.Read([(byte)'"', 0xFF, (byte)'"'], out var problem));
        Assert.Contains("UTF-8", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_a_limit_that_is_told()
    {
        var deep = string.Concat(Enumerable.Repeat('[', 5000));
        AssertRefused($$$"""{"Add":{"x":{{{deep}}}""");
    }

    private static ControlRequest Read(string line) =>
        ControlRequestReader.Read(Encoding.UTF8.GetBytes(line), out var problem) ?? throw new InvalidDataException(problem);

    private static string AssertRefused(string line)
    {
        Assert.Null(ControlRequestReader.Read(Encoding.UTF8.GetBytes(line), out var problem));
        Assert.Matches(@"^.+ at line 1 column \d+$", problem);
        return problem;
    }
}

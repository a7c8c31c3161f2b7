using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Wire;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Wire;

public class ControlAnswerTests
{
    [Fact]
    public void Only_what_must_be_is_escaped() =>
        Assert.Equal(
            "{\"Err\":[\"\\\"\\\\/<'é\U0001F600\u007f\\b\\t\\n\\f\\r\\u0000\\u001f\",\"\"]}\n",
            Text(ControlAnswer.Refused("\"\\/<'é\U0001F600\u007f\b\t\n\f\r\0\u001f", "")));

    [Fact]
    public void Nothing_at_all_is_two_empty_objects() => Assert.Equal("{\"Ok\":{\"runtimes\":{},\"links\":{}}}\n", Text(ControlAnswer.Info(new RuntimeInfo([], []))));

    [Fact]
    public void Instances_are_ordered_by_number_and_types_by_their_bytes_while_targets_stay_as_added()
    {
        var to = new LinkTarget.Local(Id(First));
        Assert.True(TargetText.TryParse("127.0.0.1:2662", out var remote));
        var info = new RuntimeInfo(
            [new InstanceInfo(Id(Second), true, "/b", true), new InstanceInfo(Id(First), false, "/a", false)],
            [new Link("b", remote), new Link("B", to), new Link("b", to), new Link("\U0001F600", to), new Link("\uE000", to), new Link("b", remote), new Link("", to)]);

        var runtimes = "{\"" + First + "\":{\"running\":false,\"binary\":\"/a\",\"privileged\":false},\"" + Second + "\":{\"running\":true,\"binary\":\"/b\",\"privileged\":true}}";
        var one = $"[\"{First}\"]";
        var links = $"{{\"\":{one},\"B\":{one},\"b\":[\"127.0.0.1:2662\",\"{First}\",\"127.0.0.1:2662\"],\"\uE000\":{one},\"\U0001F600\":{one}}}";
        Assert.Equal("{\"Ok\":{\"runtimes\":" + runtimes + ",\"links\":" + links + "}}\n", Text(ControlAnswer.Info(info)));
    }

    [Fact]
    public void Numbers_above_the_middle_come_last()
    {
        var info = new RuntimeInfo([new InstanceInfo(Id("f195fc7b-33e6-70e3-bee1-000000000001"), false, "", false), new InstanceInfo(Id(First), false, "", false)], []);

        var text = Text(ControlAnswer.Info(info));

        Assert.True(text.IndexOf(First, StringComparison.Ordinal) < text.IndexOf("f195fc7b", StringComparison.Ordinal));
    }

    private static string Text(ReadOnlyMemory<byte> answer) => Encoding.UTF8.GetString(answer.Span);
}

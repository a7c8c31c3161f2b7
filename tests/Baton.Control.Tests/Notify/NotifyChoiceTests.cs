using Baton.Control.Notify;
using Baton.Core.Notices;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Tests.Notify;

/// <summary>Of which events somebody is told.</summary>
public sealed class NotifyChoiceTests
{
    private long _seq;

    [Fact]
    public void The_end_of_a_trouble_is_told_once_and_only_of_a_trouble_that_was_told()
    {
        var choice = Choice(NotifyWords.Default);
        Assert.Equal(["-", "failed", "-", "recovery", "-"], Tell(choice, "web running", "web failed", "db running", "web running", "web running"));
        Assert.Equal(["unhealthy", "-", "recovery"], Tell(choice, "web unhealthy", "web running", "web healthy"));
    }

    [Fact]
    public void Who_stops_a_service_in_trouble_is_not_told_that_it_is_well_again()
    {
        var choice = Choice(NotifyWords.Default);
        Assert.Equal(["failed", "-", "-"], Tell(choice, "web failed", "web stopped", "web running"));
        Assert.Empty(choice.Troubles);
    }

    [Fact]
    public void A_choice_of_services_takes_in_groups_and_leaves_out_Baton_itself()
    {
        var choice = Choice(["failed", "degraded"], "night", "web");
        Assert.Equal(["failed", "failed", "-"], Tell(choice, "night-sky failed", "web failed", "db failed"));
        Assert.Null(choice.Take(new Notice(++_seq, default, "daemon", "degraded", null, null)));
        Assert.NotNull(Choice(["degraded"]).Take(new Notice(++_seq, default, "daemon", "degraded", null, null)));
    }

    [Fact]
    public void What_is_said_of_messages_is_no_message()
    {
        Assert.Null(Choice([.. NotifyWords.All]).Take(new Notice(++_seq, default, "notify/ops", "degraded", null, null)));
    }

    [Theory]
    [InlineData("{{service}}: {{ what }}", "web: failed")]
    [InlineData("{{{service}}}", "{web}")]
    [InlineData("{\"a\":{\"b\":\"{{what}}\"}}", "{\"a\":{\"b\":\"failed\"}}")]
    [InlineData("}} {{ no place {{what}}", "}} {{ no place failed")]
    [InlineData("{{detail}}", "say \\\"no\\\"\\n")]
    public void A_template_fills_its_places_and_leaves_other_braces(string template, string expected)
    {
        var message = new NotifyMessage(new Notice(7, default, "service/web", "failed", null, "say \"no\"\n"), "failed");
        Assert.Equal(expected, message.Render(new NotifyTemplate(template), new NotifyOrigin("h", "p"), isJson: true));
    }

    private static NotifyChoice Choice(IReadOnlyList<string> on, params string[] services) =>
        new(new NotifyTarget { Name = "ops", Url = new Uri("http://localhost"), On = on, Services = services }, static service => service.StartsWith("night-", StringComparison.Ordinal) ? ["night"] : []);

    private List<string> Tell(NotifyChoice choice, params string[] events) => [.. events.Select(e => e.Split(' '))
        .Select(e => choice.Take(new Notice(++_seq, default, $"service/{e[0]}", e[1], null, null))?.Word ?? "-")];
}

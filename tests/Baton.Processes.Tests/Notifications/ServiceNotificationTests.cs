using System.Text;
using Baton.Processes.Notifications;

namespace Baton.Processes.Tests.Notifications;

public class ServiceNotificationTests
{
    [Fact]
    public void Lines_are_read_in_their_order_and_what_is_not_known_is_left_out() => Assert.Equal(
        new ServiceNotification { IsReady = true, IsAlive = true, NamesMainPid = true, Status = "two" },
        Parse("STATUS=one\nREADY=1\nWATCHDOG=1\nMAINPID=4\nERRNO=2\nSTATUS=two\nno form\n=x\nREADY=0"));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("READY")]
    [InlineData("=1")]
    public void What_has_no_form_is_nothing(string text) => Assert.Null(Parse(text));

    [Fact]
    public void A_status_is_cut_and_cannot_steer_a_terminal()
    {
        var status = Parse("STATUS=\u001b[2Ja\0b\u0007 " + new string('€', 500))!.Status!;
        Assert.InRange(status.Length, 150, ServiceNotification.LongestStatus);
        Assert.DoesNotContain(status, char.IsControl);
        Assert.Equal("", Parse("STATUS=")!.Status);
        Assert.True(ServiceNotification.Parse([.. "STATUS="u8, 0xff, 0xfe, .. "\nREADY=1"u8])!.IsReady);
    }

    [Fact]
    public void Of_two_messages_the_later_word_counts()
    {
        Assert.True(Parse("READY=1")!.Then(Parse("STATUS=x")!).IsReady);
        Assert.Equal((false, true), Both(Parse("READY=1")!.Then(Parse("STOPPING=1")!)));
        Assert.Equal((true, false), Both(Parse("STOPPING=1")!.Then(Parse("READY=1")!)));
    }

    private static (bool, bool) Both(ServiceNotification n) => (n.IsReady, n.IsStopping);

    private static ServiceNotification? Parse(string text) => ServiceNotification.Parse(Encoding.UTF8.GetBytes(text));
}
